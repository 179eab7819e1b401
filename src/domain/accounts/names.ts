import { cleanLine } from "./visibleText.ts";

/**
 * Letters of other scripts that look like Latin ones (the common ones of Unicode Technical Standard 39's confusables):
 * Cyrillic and Greek, capitals apart from small letters, and Latin ones without a dot or a bowl.
 */
const lookalikes = new Map(
  Object.entries({
    ...pairs("АВЕЗІЈКМНОРСТУХЅԀԌԚԜ", "ABE3IJKMHOPCTYXSDGQW"),
    ...pairs("аеіјорсухѕԁһԛԝкгӏвзмнт", "aeijopcyxsdhqwkrlb3mht"),
    ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ...pairs("αεικνορτυχγω", "aeikvoptuxyw"),
    ...pairs("ıɑɡ", "iag"),
  }),
);

function pairs(from: string, to: string): Record<string, string> {
  return Object.fromEntries(Array.from(from, (letter, i) => [letter, to.charAt(i)]));
}

/**
 * Nothing that is a letter or a number, but marks of the letters' own script. Those of any script (accents, rings, vowels
 * over Arabic letters) count where NFKC composes them with their letter.
 */
const noLetter = /[^\p{L}\p{M}\p{N}]|\p{Script=Inherited}|\p{Default_Ignorable_Code_Point}/gu;
/** In many typefaces one cannot tell these apart. */
const strokes = /[i1]/g;

/** Letters and numbers alone, all of them small. */
const plain = (name: string): string =>
  name.toLowerCase().normalize("NFKC").replace(noLetter, "").replace(strokes, "l").replaceAll("0", "o");

const latin = (name: string): string => name.replace(/\p{L}/gu, (letter) => lookalikes.get(letter) ?? letter);

/**
 * A name in the two forms in which it is compared: with its letters as they are, and as small ones. A Greek Ν looks like an
 * N, its small ν like a v.
 */
export interface ComparedName {
  asIs: string;
  small: string;
}

export function comparedName(name: string): ComparedName {
  const normal = cleanLine(name).normalize("NFKC");
  const form = { asIs: plain(latin(normal)), small: plain(latin(normal.toLowerCase())) };
  // A name of signs alone.
  return form.small === "" ? { asIs: normal, small: normal } : form;
}

/** True for two names of people that one cannot tell apart, whatever their capitals, spaces, points and look-alike letters. */
export const looksAlike = (one: ComparedName, other: ComparedName): boolean =>
  one.asIs === other.asIs || one.small === other.small;
