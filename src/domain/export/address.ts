import { safeLink } from "../article/links.ts";

/**
 * The address as it may stand in `href`: through `safeLink`, then in the one spelling that checkers accept. Signs that
 * an address may not hold are percent-encoded and a password in it is left out. Null when it leads nowhere safe.
 */
export function linkAddress(address: string): string | null {
  const known = addresses.get(address);
  if (known !== undefined) return known;
  const written = writtenAddress(address);
  if (addresses.size === mostAddresses) addresses.clear();
  addresses.set(address, written);
  return written;
}

/** What was written last: one link may stand over thousands of paragraphs, which each ask for it. */
const addresses = new Map<string, string | null>();
const mostAddresses = 200;

function writtenAddress(address: string): string | null {
  const safe = safeLink(address);
  if (safe === null) return null;
  const web = /^(https?):[/\\]*([^/?#\\]*)([^?#]*)([^]*)$/i.exec(safe);
  if (!web) return encode(safe);
  const [, scheme = "", authority = "", path = "", rest = ""] = web;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (host === "" || /^[.:]|\.\./.test(host)) return null;
  const result = `${scheme}://${host}${encode(path.replaceAll("\\", "/"))}${encode(rest)}`;
  return URL.canParse(result) ? result : null;
}

/** Everything after the first `#` is one fragment. */
function encode(text: string): string {
  const hash = text.indexOf("#");
  return hash < 0
    ? encodeRest(text)
    : `${encodeRest(text.slice(0, hash))}#${encodeRest(text.slice(hash + 1))}`;
}

/** Half of a pair of code units is no sign, and goes. */
const encodeRest = (text: string): string =>
  text
    .replace(/\p{Cs}+/gu, "")
    .replace(
      /(?:%(?![0-9a-f]{2})|[\0-\u0020"#<>[\\\]^`{|}\u007f-\u009f]|\p{Noncharacter_Code_Point})+/giu,
      encodeURIComponent,
    );

const email = /[^\s@<>()[\]\\,;:"']+@[^\s@<>()[\]\\,;:"']+\.[^\s@<>()[\]\\,;:"'.]+/gu;

/** Longer lines are no contact; the search would be slow on hostile ones. */
const longestContact = 1000;

/** The text in order, its e-mail addresses with the link they get. */
export function findEmails(text: string): { text: string; address: string | null }[] {
  const parts: { text: string; address: string | null }[] = [];
  if (text.length > longestContact) return [{ text, address: null }];
  let done = 0;
  for (const match of text.matchAll(email)) {
    const address = linkAddress(`mailto:${match[0]}`);
    if (match.index > done) parts.push({ text: text.slice(done, match.index), address: null });
    parts.push({ text: match[0], address });
    done = match.index + match[0].length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), address: null });
  return parts;
}
