import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import type { Config } from "../../config.ts";

/**
 * Which origin is this server's own: scheme, host and port (RFC 6454). With `PUBLIC_URL` it is that one and no other.
 * Without it the server speaks plain http at the address that the request names, provided that no stranger can have
 * chosen the name: an IP address, a loopback name, this machine's name or `HOST`. Any other name may belong to a
 * site whose DNS points here («DNS rebinding»); a newsroom with such a name sets `PUBLIC_URL`.
 */
type OriginConfig = Pick<Config, "publicUrl" | "host">;

/** True when the request's page is our own. Requests without an `Origin` come from no browser, or change nothing. */
export function originAllowed(headers: IncomingHttpHeaders, config: OriginConfig): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (config.publicUrl !== null) return origin === config.publicUrl;
  return host !== undefined && nameIsOurs(host, config) && origin === originOf(host);
}

/** True for a page that this server gave out itself, at an address that it does not know as its own. */
export const isOwnPageElsewhere = ({ origin = "", host }: IncomingHttpHeaders): boolean =>
  mayBeAddress(origin) && URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();

/**
 * The origin that links for other people name. Without `PUBLIC_URL` it is the address that the request names where the
 * server listens there; a loopback address only where the server listens at no other, since it leads others to their own
 * computers. Otherwise it is the address it listens at. `port` is the one it listens on.
 */
export function linkOrigin(headers: IncomingHttpHeaders, config: OriginConfig, port: number): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const host = headers.host ?? "";
  const name = nameOf(host);
  const listensAt = ownAddresses(config.host);
  const alone = listensAt.every(isLoopback);
  if (name !== null && (listensAt.includes(name) || (alone && isLoopback(name)))) return originOf(host) ?? "";
  const [address = "127.0.0.1"] = listensAt;
  return httpOrigin(address, port);
}

/** Where colleagues reach this server as it is set, the address that invitations name first; empty where only this computer does. */
export function addressesForOthers(config: OriginConfig, port: number): string[] {
  if (config.publicUrl !== null) return [config.publicUrl];
  return ownAddresses(config.host)
    .filter((each) => !isLoopback(each))
    .map((address) => httpOrigin(address, port));
}

/** Where this computer reaches it. */
export const addressHere = ({ host }: OriginConfig, port: number): string =>
  httpOrigin(listensEverywhere(host) ? "localhost" : host, port);

const httpOrigin = (address: string, port: number): string =>
  `http://${isIP(address) === 6 ? `[${address}]` : address}:${port}`;

function nameIsOurs(host: string, config: OriginConfig): boolean {
  const name = nameOf(host);
  if (name === null) return false;
  const machine = hostname().toLowerCase();
  return (
    isIP(name) !== 0 ||
    isLoopback(name) ||
    [config.host.toLowerCase(), machine, `${machine}.local`].includes(name)
  );
}

/** The name or address of a `Host` header in lower case, without brackets and port; null for no valid one. */
function nameOf(host: string): string | null {
  const origin = originOf(host);
  return origin === null ? null : new URL(origin).hostname.replace(/^\[|\]$/g, "");
}

/** As browsers write it: lower case, without the port that http has anyway. */
function originOf(host: string): string | null {
  const url = mayBeAddress(host) && URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  return url && /^[^/?#@\\]+$/.test(host) ? url.origin : null;
}

/**
 * Browsers send visible ASCII in `Host` and `Origin`, and a name has 253 characters at most. Nothing else is read as a URL:
 * 15 kB of letters of other scripts take it tens of milliseconds.
 */
const mayBeAddress = (text: string): boolean => /^[!-~]{1,300}$/.test(text);

const isLoopback = (name: string): boolean =>
  name === "localhost" ||
  name.endsWith(".localhost") ||
  name === "::1" ||
  (isIP(name) === 4 && name.startsWith("127."));

const listensEverywhere = (host: string): boolean => host === "0.0.0.0" || host === "::";

/** The addresses at which others reach a server that listens at `host`, this network's first. */
function ownAddresses(host: string): string[] {
  if (!listensEverywhere(host)) return [host.toLowerCase()];
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return (
    all
      .filter(({ internal, family }) => !internal && (host === "::" || family === "IPv4"))
      // Of one network card alone: no browser opens them.
      .filter(({ address }) => !address.startsWith("fe80:"))
      .sort((one, other) => one.family.localeCompare(other.family))
      .map(({ address }) => address)
  );
}
