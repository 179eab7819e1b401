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

/** What to offer while one types: the newsroom's own trails before the general ones, each once. */
export const offeredTrails = (used: readonly string[], general: readonly string[]): string[] => [
  ...new Set([...used.map(normaliseTrail).filter(Boolean).toSorted(compare), ...general]),
];

const graphemes = new Intl.Segmenter();
const compare = new Intl.Collator("de-CH").compare;
