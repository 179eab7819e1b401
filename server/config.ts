import { isIP } from "node:net";
import { resolve } from "node:path";
import { isEmail, normalEmail } from "../src/domain/accounts/email.ts";
import { passwordProblem } from "../src/domain/accounts/passwordRules.ts";
import { passwordProblemWords } from "./accounts/passwords/passwordProblemWords.ts";

/** How this server runs, from the environment. */
export interface Config {
  port: number;
  host: string;
  /** Absolute path. */
  dataDir: string;
  /** Origin under which browsers reach the server, such as `https://news.example`; null: whatever Host they name. */
  publicUrl: string | null;
  /** As Fastify takes it: nobody, addresses and networks, or by how many proxies are in front. */
  trustProxy: false | string[] | ((address: string, hop: number) => boolean);
  admin: { email: string; password: string } | null;
  openSignUp: boolean;
  /** Days without use after which a session ends. */
  sessionIdleDays: number;
  /** Days after which an article in the trash is deleted for good. */
  trashDays: number;
  /** The least grave lines that are logged. */
  logLevel: LogLevel;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A setting that cannot work; the message names the variable and says what to write. */
export class ConfigError extends Error {}

const mostProxies = 10;
/** SQLite opens no file with a longer path (`MAX_PATHNAME` of its Unix VFS, with room for the names in the folder). Bytes. */
const maxDataDirBytes = 480;

/** Reads the settings. An empty variable counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const setting = (name: string): string | undefined => environment[name]?.trim() || undefined;
  return {
    port: readPort(setting("PORT")),
    host: readHost(setting("HOST")),
    dataDir: readDataDir(setting("DATA_DIR")),
    publicUrl: readPublicUrl(setting("PUBLIC_URL")),
    trustProxy: readTrustProxy(setting("TRUST_PROXY")),
    admin: readAdmin(setting("ADMIN_EMAIL"), environment["ADMIN_PASSWORD"] || undefined),
    openSignUp: readSwitch("OPEN_SIGNUP", setting("OPEN_SIGNUP")),
    sessionIdleDays: readSessionIdleDays(setting("SESSION_IDLE_DAYS")),
    trashDays: readTrashDays(setting("TRASH_DAYS")),
    logLevel: readLogLevel(setting("LOG_LEVEL")),
  };
}

function readPort(value: string | undefined): number {
  if (value === undefined) return 4310;
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new ConfigError(`PORT must be a number from 0 to 65535, not ${shown(value)}.`);
  return port;
}

/** No other name than `localhost`: looking one up may take longer than whoever starts the server waits. */
function readHost(value = "127.0.0.1"): string {
  if (isIP(value) || value === "localhost") return value;
  throw new ConfigError(
    `HOST must be an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0 for all of them, not ${shown(value)}.`,
  );
}

function readDataDir(value = "data"): string {
  const dataDir = resolve(value);
  if (Buffer.byteLength(dataDir) <= maxDataDirBytes) return dataDir;
  throw new ConfigError(
    `DATA_DIR must be a path of at most ${maxDataDirBytes} bytes, not ${shown(dataDir)} (${Buffer.byteLength(dataDir)} bytes).`,
  );
}

function readPublicUrl(value: string | undefined): string | null {
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new ConfigError(`PUBLIC_URL must be an http or https address, not ${shown(value)}.`);
  if (url.pathname !== "/" || url.search || url.hash || url.username || url.password)
    throw new ConfigError(
      `PUBLIC_URL must be an origin such as https://news.example, without a path, not ${shown(value)}.`,
    );
  return url.origin;
}

/**
 * What stands in front is told by its number or by its addresses, so that the visitor's address is one that a proxy
 * saw: who trusts everybody takes it from whatever the visitor writes.
 */
function readTrustProxy(value: string | undefined): Config["trustProxy"] {
  if (value === undefined || /^(0|false|no|off)$/i.test(value)) return false;
  const count = Number(value);
  if (/^\d+$/.test(value) && count <= mostProxies) return (_address, hop) => hop < count;
  const addresses = value.split(",").map((address) => address.trim());
  if (addresses.every(isAddressOrNetwork)) return addresses;
  throw new ConfigError(
    `TRUST_PROXY must be the number of proxies in front (0 to ${mostProxies}), or their addresses separated by commas, such as 10.0.0.7 or 10.0.0.0/24, not ${shown(value)}.`,
  );
}

/** `10.0.0.7`, `10.0.0.0/24`, `fd00::/64`: not everybody (`/0`), no network mask, no zone. */
function isAddressOrNetwork(value: string): boolean {
  const [address = "", prefix, ...more] = value.split("/");
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || address.includes("%") || more.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}

function readAdmin(email: string | undefined, password: string | undefined): Config["admin"] {
  if (email === undefined && password === undefined) return null;
  if (email === undefined) throw new ConfigError("ADMIN_PASSWORD is set, so ADMIN_EMAIL must be too.");
  if (password === undefined) throw new ConfigError("ADMIN_EMAIL is set, so ADMIN_PASSWORD must be too.");
  const normal = normalEmail(email);
  if (!isEmail(normal)) throw new ConfigError(`ADMIN_EMAIL must be an e-mail address, not ${shown(email)}.`);
  const problem = passwordProblem(password, { name: "", email: normal });
  if (problem) throw new ConfigError(`ADMIN_PASSWORD must be another one. ${passwordProblemWords[problem]}`);
  return { email: normal, password };
}

function readSessionIdleDays(value: string | undefined): number {
  if (value === undefined) return 7;
  const days = Number(value);
  if (!/^\d+$/.test(value) || days < 1 || days > 30)
    throw new ConfigError(`SESSION_IDLE_DAYS must be a number from 1 to 30, not ${shown(value)}.`);
  return days;
}

/** Ten years at most: nobody has to wonder what a larger number means. */
function readTrashDays(value: string | undefined): number {
  if (value === undefined) return 30;
  const days = Number(value);
  if (!/^\d+$/.test(value) || days < 1 || days > 3_650)
    throw new ConfigError(`TRASH_DAYS must be a number from 1 to 3650, not ${shown(value)}.`);
  return days;
}

function readLogLevel(value: string | undefined): LogLevel {
  if (value === undefined) return "info";
  const level = logLevels.find((known) => known === value.toLowerCase());
  if (!level) throw new ConfigError(`LOG_LEVEL must be one of ${logLevels.join(", ")}, not ${shown(value)}.`);
  return level;
}

function readSwitch(name: string, value: string | undefined): boolean {
  if (value === undefined || value === "0") return false;
  if (value === "1") return true;
  throw new ConfigError(`${name} must be 1 or 0, not ${shown(value)}.`);
}

/** The value in a message of one line, whatever is in it, without the password of an address. */
function shown(value: string): string {
  const open = value.replace(/\/\/[^/@]*@/g, "//…@");
  const short = open.length > 100 ? `${open.slice(0, 100)}…` : open;
  return `“${short.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?")}”`;
}
