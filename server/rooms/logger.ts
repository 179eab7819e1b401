/** The part of pino's logger that rooms use. Never gets words of an article. */
export interface RoomsLogger {
  debug(what: object, message: string): void;
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
  error(what: object, message: string): void;
}

export const silentLogger: RoomsLogger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};
