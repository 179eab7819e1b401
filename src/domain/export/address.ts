import { safeLink } from "../article/links.ts";

/**
 * The address as it may stand in `href`: through `safeLink`, with everything percent-encoded that an address may
 * not hold, so that checkers accept it. Null when it is no safe address.
 */
export function linkAddress(address: string): string | null {
  const safe = safeLink(address);
  if (safe === null) return null;
  const authority = /^https?:\/*[^/?#\\]*/i.exec(safe)?.[0] ?? "";
  const rest = safe.slice(authority.length);
  const hash = rest.indexOf("#");
  return (
    authority +
    (hash < 0 ? encodeRest(rest) : `${encodeRest(rest.slice(0, hash))}#${encodeRest(rest.slice(hash + 1))}`)
  );
}

const encodeRest = (text: string): string =>
  text.replace(
    /%(?![0-9a-f]{2})|[\0-\u0020"#<>[\\\]^`{|}\u007f-\u009f]|\p{Cs}|\p{Noncharacter_Code_Point}/giu,
    (sign) => (/\p{Cs}/u.test(sign) ? "" : encodeURIComponent(sign)),
  );

const email = /[^\s@<>()[\]\\,;:"']+@[^\s@<>()[\]\\,;:"']+\.[^\s@<>()[\]\\,;:"'.]+/gu;

/** The text in order, its e-mail addresses with the link they get. */
export function findEmails(text: string): { text: string; address: string | null }[] {
  const parts: { text: string; address: string | null }[] = [];
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
