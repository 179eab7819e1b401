/** Addresses as nearly all are: known to be whole without a parser, since a long article asks for each of its links often. */
const commonAddress = /^https?:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:[/?#][!-~]*)?$/;
const maxLength = 2048;
/** A name in the DNS has 253. Making Punycode of a host takes the square of its length. Characters. */
const longestAuthority = 255;

/** A host without a scheme, in any script: «müller.example/straße». */
const bareAddress = /^(?:[\p{L}\p{M}\p{N}-]+\.)+(?:\p{L}[\p{L}\p{M}]+|xn--[a-z0-9-]+)(?:[/?#:]\S*)?$/iu;

const schemes = /^(https?:|mailto:|tel:)/i;

/**
 * The address as it may stand in a link: http(s), mailto or tel only, trimmed; a bare «example.org/x» becomes
 * https and a bare e-mail address mailto. Null for everything else, `javascript:` and `data:` included.
 * Characters a browser drops before reading the scheme (tabs, line ends, controls) are dropped first, and so are signs
 * that show as nothing, which come along with a copied address. Host and path may be in any script; an address of more than
 * 2,048 characters, or with more than 255 before its path, is none.
 */
export function safeLink(address: unknown): string | null {
  if (typeof address !== "string") return null;
  if (address.length <= maxLength && commonAddress.test(address))
    return hasLongAuthority(address) ? null : address;
  // oxlint-disable-next-line no-control-regex -- controls are what is removed here
  const clean = address.replace(
    /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu,
    (run, at: number, all: string) =>
      at === 0 || at + run.length === all.length || /[^\u0020]/.test(run) ? "" : "%20",
  );
  if (clean === "" || clean.length > maxLength) return null;
  if (schemes.test(clean)) {
    if (!/^https?:/i.test(clean)) return clean;
    return isReadable(clean) ? clean : null;
  }
  if (/^[^\s:/@]+@[^\s:/@]+$/.test(clean) && hasInnerDot(clean.slice(clean.indexOf("@") + 1)))
    return `mailto:${clean}`;
  if (bareAddress.test(clean) && isReadable(`https://${clean}`)) return `https://${clean}`;
  return null;
}

/** Whether a browser can read the address, which begins with `http:` or `https:`. */
const isReadable = (address: string): boolean => !hasLongAuthority(address) && URL.canParse(address);

/** Host and port, with name and password before them, in an address that begins with `http:` or `https:`. */
const hasLongAuthority = (address: string): boolean =>
  (/^https?:[/\\]*([^/\\?#]*)/i.exec(address)?.[1] ?? "").length > longestAuthority;

/** Beside the pattern: in it, a pattern tries all pairs of places on hostile addresses. */
const hasInnerDot = (domain: string): boolean => domain.slice(1, -1).includes(".");
