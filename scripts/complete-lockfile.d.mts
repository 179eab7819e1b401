export declare function missingOptionals(lock: {
  packages: Record<string, { optionalDependencies?: Record<string, string>; dev?: boolean }>;
}): Map<string, { version: string; dev: boolean }>;
