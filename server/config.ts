import { resolve } from "node:path";
import { isEmail, normalEmail } from "../src/domain/accounts/email.ts";

/** How this server runs, from the environment. */
export interface Config {
  port: number;
  host: string;
  /** Absolute path. */
  dataDir: string;
  /** Origin under which browsers reach the server, such as `https://news.example`; null: whatever Host they name. */
  publicUrl: string | null;
  /** As Fastify takes it: everybody, nobody, addresses and networks, or by how many proxies are in front. */
  trustProxy: boolean | string[] | ((address: string, hop: number) => boolean);
  admin: { email: string; password: string } | null;
  openSignUp: boolean;
  /** The least grave lines that are logged. */
  logLevel: LogLevel;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A setting that cannot work; the message names the variable and says what to write. */
export class ConfigError extends Error {}

/** Reads the settings. An empty variable counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const setting = (name: string): string | undefined => environment[name]?.trim() || undefined;
  return {
    port: readPort(setting("PORT")),
    host: setting("HOST") ?? "127.0.0.1",
    dataDir: resolve(setting("DATA_DIR") ?? "data"),
    publicUrl: readPublicUrl(setting("PUBLIC_URL")),
    trustProxy: readTrustProxy(setting("TRUST_PROXY")),
    admin: readAdmin(setting("ADMIN_EMAIL"), environment["ADMIN_PASSWORD"] || undefined),
    openSignUp: readSwitch("OPEN_SIGNUP", setting("OPEN_SIGNUP")),
    logLevel: readLogLevel(setting("LOG_LEVEL")),
  };
}

function readPort(value: string | undefined): number {
  if (value === undefined) return 4310;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new ConfigError(`PORT must be a number from 0 to 65535, not «${value}».`);
  return port;
}

function readPublicUrl(value: string | undefined): string | null {
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new ConfigError(`PUBLIC_URL must be an http or https address, not «${value}».`);
  if (url.pathname !== "/" || url.search || url.hash || url.username)
    throw new ConfigError(
      `PUBLIC_URL must be an origin such as https://news.example, without a path, not «${value}».`,
    );
  return url.origin;
}

function readTrustProxy(value: string | undefined): Config["trustProxy"] {
  if (value === undefined || /^(0|false|no|off)$/i.test(value)) return false;
  if (/^(true|yes|on)$/i.test(value)) return true;
  if (/^\d+$/.test(value)) return (_address, hop) => hop < Number(value);
  const addresses = value.split(",").map((address) => address.trim());
  if (
    addresses.every((address) => /^([0-9a-f:.]+(\/\d{1,3})?|loopback|linklocal|uniquelocal)$/i.test(address))
  )
    return addresses;
  throw new ConfigError(
    `TRUST_PROXY must be the number of proxies in front, or their addresses separated by commas, not «${value}».`,
  );
}

function readAdmin(email: string | undefined, password: string | undefined): Config["admin"] {
  if (email === undefined && password === undefined) return null;
  if (email === undefined) throw new ConfigError("ADMIN_PASSWORD is set, so ADMIN_EMAIL must be too.");
  if (password === undefined) throw new ConfigError("ADMIN_EMAIL is set, so ADMIN_PASSWORD must be too.");
  const normal = normalEmail(email);
  if (!isEmail(normal)) throw new ConfigError(`ADMIN_EMAIL must be an e-mail address, not «${email}».`);
  if (password.length < 8 || password.length > 128)
    throw new ConfigError("ADMIN_PASSWORD must have 8 to 128 characters.");
  return { email: normal, password };
}

function readLogLevel(value: string | undefined): LogLevel {
  if (value === undefined) return "info";
  const level = logLevels.find((known) => known === value.toLowerCase());
  if (!level) throw new ConfigError(`LOG_LEVEL must be one of ${logLevels.join(", ")}, not «${value}».`);
  return level;
}

function readSwitch(name: string, value: string | undefined): boolean {
  if (value === undefined || /^(0|false|no|off)$/i.test(value)) return false;
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  throw new ConfigError(`${name} must be 1 or 0, not «${value}».`);
}
