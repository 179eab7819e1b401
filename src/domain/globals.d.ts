/** The part of the platform that the domain uses; browsers and Node have it alike. */
declare const URL: { canParse(address: string, base?: string): boolean };
