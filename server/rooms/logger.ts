/** The part of pino's logger that rooms use. Never gets words of an article. */
export interface RoomsLogger {
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
  error(what: object, message: string): void;
}

export const silentLogger: RoomsLogger = { info: () => {}, warn: () => {}, error: () => {} };
