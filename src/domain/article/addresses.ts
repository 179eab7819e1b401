import { safeLink } from "./links.ts";

export interface FoundAddress {
  from: number;
  to: number;
  /** Has passed `safeLink`. */
  href: string;
}

const beginning = /(?<![\p{L}\p{N}@/.:_-])(?:https?:\/\/|www\.)[^\s\ufffc<>"«»„“”]+/giu;
/** Longer ones are no addresses; to look for their ends would be slow. */
const longest = 2048;

/** The web addresses in a text (`https://…`, `www.…`), first one first, without the signs of the sentence behind them. */
export function findAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  // Most texts have none: looking for one of two words is quick.
  if (!/https?:|www\./i.test(text)) return found;
  for (const match of text.matchAll(beginning)) {
    const address = match[0].length > longest ? "" : withoutSentence(match[0]);
    const isWhole = /^(https?:\/\/[\p{L}\p{N}[]|www\.[\p{L}\p{N}-]+\.\p{L}{2})/iu.test(address);
    const href = isWhole ? safeLink(/^www/i.test(address) ? `https://${address}` : address) : null;
    if (href !== null) found.push({ from: match.index, to: match.index + address.length, href });
  }
  return found;
}

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
