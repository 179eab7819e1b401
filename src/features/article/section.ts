/** Graphemes; longer trails are cut, for they are navigation and no prose. */
const longestTrail = 120;

/**
 * The trail as it is kept: «News › International». Parts may be typed with `›` or a free-standing `>` between
 * them; empty parts, control characters and double spaces go.
 */
export function normaliseTrail(typed: string): string {
  const parts = typed
    .replace(/[\p{Cc}\s]+/gu, " ")
    .split(/›|(?<=^|\s)>(?=\s|$)/u)
    .map((part) => part.trim().replace(/ +/g, " "))
    .filter((part) => part !== "");
  return Array.from(graphemes.segment(parts.join(" › ")), ({ segment }) => segment)
    .slice(0, longestTrail)
    .join("")
    .trim();
}

/**
 * What to offer for what is typed: trails that hold its words, the newsroom's own before the general ones, each
 * once. Nothing once a trail is typed out, so that no list covers the page.
 */
export function offeredTrails(
  typed: string | null,
  used: readonly string[],
  general: readonly string[],
): string[] {
  const trails = [...new Set([...used.map(normaliseTrail).filter(Boolean).toSorted(compare), ...general])];
  const wanted = fold(normaliseTrail(typed ?? ""));
  if (wanted === "") return trails.slice(0, mostOffered);
  if (trails.some((trail) => fold(trail) === wanted)) return [];
  return trails.filter((trail) => fold(trail).includes(wanted)).slice(0, mostOffered);
}

const graphemes = new Intl.Segmenter();
const mostOffered = 12;
const compare = new Intl.Collator("de-CH").compare;
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
