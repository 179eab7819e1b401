import { safeLink } from "./links.ts";

export interface FoundAddress {
  from: number;
  to: number;
  /** Has passed `safeLink`. */
  href: string;
}

const web = /(?<![\p{L}\p{N}@/.:_-])(?:https?:\/\/|www\.)[^\s\ufffc<>"«»„“”]+/giu;
/**
 * An e-mail address of plain letters. «bild@2x.png» is a file; where a letter of another script or a sign of an address
 * stands around it, nobody knows where it begins or ends.
 */
const email =
  /(?<![\p{L}\p{N}@/.:_%+-])[a-z0-9][a-z0-9._%+-]{0,63}@(?!\d+x\.)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}@/:_%+-]|\.[\p{L}\p{N}])/giu;
/** Longer ones are no addresses; to look for their ends would be slow. */
const longest = 2048;

/**
 * The web addresses (`https://…`, `www.…`) and e-mail addresses in a text, first one first, without the signs of the
 * sentence behind them.
 */
export function findAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  if (!mayHoldAddress(text)) return found;
  for (const match of text.matchAll(web)) {
    const address = match[0].length > longest ? "" : withoutSentence(match[0]);
    const isWhole = /^(https?:\/\/[\p{L}\p{N}[]|www\.[\p{L}\p{N}-]+\.\p{L}{2})/iu.test(address);
    const href = isWhole ? safeLink(/^www/i.test(address) ? `https://${address}` : address) : null;
    if (href !== null) found.push({ from: match.index, to: match.index + address.length, href });
  }
  for (const match of text.matchAll(email)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const href = found.some((each) => each.from < to && from < each.to) ? null : safeLink(match[0]);
    if (href !== null) found.push({ from, to, href });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Most texts hold none: looking for one of three words is quick. */
export const mayHoldAddress = (text: string): boolean => /https?:|www\.|@/i.test(text);

const closing: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** A bracket belongs to the address that opens it, as in `…/Bern_(Kanton)`. */
function withoutSentence(address: string): string {
  let end = address.length;
  for (; end > 0; end--) {
    const sign = address[end - 1] as string;
    const opening = closing[sign];
    if (opening === undefined ? !/[.,;:!?'’…*_~]/.test(sign) : count(opening) >= count(sign)) break;
  }
  return address.slice(0, end);

  function count(sign: string): number {
    let times = 0;
    for (let at = 0; at < end; at++) if (address[at] === sign) times += 1;
    return times;
  }
}
