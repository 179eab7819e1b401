import type { FieldName } from "../article/fields.ts";

/** What an agency's report says of itself around its text. */
export type AgencyField = Extract<FieldName, "kicker" | "headline" | "dateline" | "source">;

export interface AgencyText {
  fields: Partial<Record<AgencyField, string>>;
  /** Which lines of the report say so, by their numbers. */
  lines: Partial<Record<AgencyField, readonly number[]>>;
  /** At the beginning of a line, place and agency, «Bern (sda) – » or «Bern, 1. Dez. (sda) »: as they stand there. */
  place: { line: number; text: string } | null;
}

const agency =
  "(?:keystone-?sda|sda-?ats|sda|ats|dpa|apa|afp|ap|reuters|rtr|ansa|awp|sid|kna|epd|pa|upi|itar-tass|tass|belga|efe)";
const agencies = `${agency}(?:[/, -]{1,2}${agency}){0,4}`;
const beginsWithPlace = new RegExp(
  `^(\\p{Lu}[\\p{L}\\p{M}.’'/ -]{1,60}?)(?:(?:,| (?=\\d)) ?([^()]{3,30}))? \\((${agencies})\\)(\\s*[-–—:])?[-–—]*\\s+(?=\\S)`,
  "iu",
);
/** Without a dash after the agency it may be a sentence that names one: there a name of a few words stands, and a sentence begins. */
const isName = /^\p{Lu}\S*(?: \S+){0,3}$/u;
const beginsSentence = /^[\p{Lu}\p{N}«»„“"‹›]/u;

/** The place and agency that a line begins with: all of it, the place, its date, the agency. */
function placeOf(
  line: string,
): { text: string; place: string; date: string | undefined; agency: string } | null {
  const [text, place = "", date, agency = "", dash] = beginsWithPlace.exec(line) ?? [];
  if (text === undefined) return null;
  if (dash === undefined && !(isName.test(place) && beginsSentence.test(line.slice(text.length))))
    return null;
  return { text, place, date, agency };
}

const isAgency = new RegExp(`^\\(?(${agencies})\\)?\\.?$`, "i");
const namesSource = /^(?:Quelle|Source|Fonte|Agentur|Agence|Agenzia)\s?:\s?(\S.{0,60})$/i;
/** «30. August 2024, 18:36 Uhr», «30.08.2024 18:36», «August 30, 2024». */
const isDate =
  /^(?:\p{L}{2,12},? )?(?:\d{1,2}\.? ?(?:\p{L}{3,10}\.?|\d{1,2}\.) ?\d{4}|\p{L}{3,10} \d{1,2}, \d{4})(?:,? .{0,20})?$/u;
/** What agencies put before it all: «bsd087 4 ina 220 sda 1234». */
const isCode = /^[a-z]{2,4}\d{2,4}\b/;
const isCredit = /^(?:©|\(c\)|Foto|Bild|Photo)/i;

/** Longer lines are running text, shorter ones where they are whole sentences. Characters. */
const runningText = { surely: 160, sentence: 80 };
const isRunningText = (line: string): boolean =>
  line.length >= runningText.surely || (line.length >= runningText.sentence && /[.!?…][»”"]?$/.test(line));
const longest = { headline: 160, kicker: 60 };

/**
 * Reads a whole report as agencies send them, or as their pages show them: lines of text without empty ones. Null for
 * everything that is not beyond doubt such a report: running text and an agency, with a headline before it or a place.
 */
export function readAgencyText(all: readonly string[]): AgencyText | null {
  const lines = all.map((line) => line.replace(/\s+/g, " ").trim());
  const begins = lines.findIndex((line) => isRunningText(line) || placeOf(line) !== null);
  if (begins < 0 || !lines.slice(begins).some(isRunningText)) return null;
  const head = headOf(lines, begins);
  const source = sourceOf(lines, begins);
  const placed = placeOf(lines[begins] as string);
  if (!source || !(head ?? placed)) return null;
  const dated = lines.findIndex((line, i) => i < begins && isDate.test(line));
  const date = dated >= 0 ? lines[dated] : placed?.date;
  const kicker = head?.kicker ?? null;
  const dateline = [placed?.place, date].filter(Boolean).join(", ");
  return {
    fields: {
      ...(head ? { headline: lines[head.headline[0] as number] } : {}),
      ...(kicker === null ? {} : { kicker: lines[kicker] }),
      ...(dateline === "" ? {} : { dateline }),
      source: source.text,
    },
    lines: {
      headline: head?.headline ?? [],
      kicker: kicker === null ? [] : [kicker],
      dateline: dated >= 0 ? [dated] : [],
      source: source.line === null ? [] : [source.line],
    },
    place: placed ? { line: begins, text: placed.text } : null,
  };
}

/** Headline (all of its places) and kicker among the lines before the text. */
function headOf(
  lines: readonly string[],
  begins: number,
): { headline: number[]; kicker: number | null } | null {
  const candidates: number[] = [];
  for (let i = 0; i < begins; i++) {
    const line = lines[i] as string;
    if (isDate.test(line)) break;
    if (line !== "" && line.length <= longest.headline && !isCode.test(line) && !isCredit.test(line))
      candidates.push(i);
  }
  const text = (i: number): string => lines[i] as string;
  // A page has it in its path too, with the kicker before the headline itself.
  const repeated = candidates.filter((i) => candidates.some((other) => other < i && text(other) === text(i)));
  const headline = repeated.at(-1) ?? [...candidates].sort((a, b) => text(b).length - text(a).length)[0];
  if (headline === undefined || text(headline).endsWith(".")) return null;
  const before = candidates[candidates.indexOf(headline) - 1];
  const isKicker =
    before !== undefined && text(before) !== text(headline) && text(before).length <= longest.kicker;
  return {
    headline: candidates.filter((i) => text(i) === text(headline)),
    kicker: isKicker ? before : null,
  };
}

/** The agency: in a line that names it, alone in the last line, or behind the place. */
function sourceOf(lines: readonly string[], begins: number): { text: string; line: number | null } | null {
  for (let i = lines.length - 1; i > begins; i--) {
    const named = namesSource.exec(lines[i] as string) ?? isAgency.exec(lines[i] as string);
    if (named?.[1] !== undefined) return { text: named[1], line: i };
  }
  const placed = placeOf(lines[begins] as string);
  return placed && { text: placed.agency, line: null };
}
