/** Addresses as nearly all are: known to be whole without a parser, since a long article asks for each of its links often. */
const commonAddress = /^https?:\/\/(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?:[/?#][!-~]*)?$/;
const maxLength = 2048;

/** A host without a scheme, in any script: «müller.example/straße». */
const bareAddress = /^(?:[\p{L}\p{M}\p{N}-]+\.)+(?:\p{L}[\p{L}\p{M}]+|xn--[a-z0-9-]+)(?:[/?#:]\S*)?$/iu;

const schemes = /^(https?:|mailto:|tel:)/i;

/**
 * The address as it may stand in a link: http(s), mailto or tel only, trimmed; a bare «example.org/x» becomes
 * https and a bare e-mail address mailto. Null for everything else, `javascript:` and `data:` included.
 * Characters a browser drops before reading the scheme (tabs, line ends, controls) are dropped first, and so are signs
 * that show as nothing, which come along with a copied address. Host and path may be in any script.
 */
export function safeLink(address: unknown): string | null {
  if (typeof address !== "string") return null;
  if (address.length <= maxLength && commonAddress.test(address)) return address;
  // oxlint-disable-next-line no-control-regex -- controls are what is removed here
  const clean = address.replace(
    /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu,
    (run, at: number, all: string) =>
      at === 0 || at + run.length === all.length || /[^\u0020]/.test(run) ? "" : "%20",
  );
  if (clean === "" || clean.length > maxLength) return null;
  if (schemes.test(clean)) {
    if (!/^https?:/i.test(clean)) return clean;
    return URL.canParse(clean) ? clean : null;
  }
  if (/^[^\s:/@]+@[^\s:/@]+$/.test(clean) && hasInnerDot(clean.slice(clean.indexOf("@") + 1)))
    return `mailto:${clean}`;
  if (bareAddress.test(clean) && URL.canParse(`https://${clean}`)) return `https://${clean}`;
  return null;
}

/** Beside the pattern: in it, a pattern tries all pairs of places on hostile addresses. */
const hasInnerDot = (domain: string): boolean => domain.slice(1, -1).includes(".");
