/**
 * What a word counts as in the search: case, accents and the spelling of umlauts make no difference. A word has one form
 * or two («Müller»: muller, mueller), and is found by either. Everything here is pure.
 */
import { withoutInvisible } from "../../src/domain/article/invisible.ts";

/** Longer words are found by their beginning. Characters. */
const longestForm = 40;
/** What of a word is looked at before it is brought into form, which takes ever longer with many accents on one letter. */
const longestWritten = 3 * longestForm;
/** Of one article: a long novel has as many. */
const mostForms = 20_000;

const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const accents = /\p{M}+/gu;
const manyAccents = /(\p{M}{4})\p{M}+/gu;
/** Letters that Unicode does not take apart, and what they are written as without them. */
const plain: Readonly<Record<string, string>> = { ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ı: "i" };
/** How umlauts are spelled out. */
const spelledOut: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" };

/** The words of a text as they stand there, in lower case. */
export const wordsIn = (text: string): string[] => withoutInvisible(text).toLowerCase().match(word) ?? [];

/** The forms by which a word in lower case is found: one, two if it can be spelled in two ways, or none. */
export function formsOf(written: string): string[] {
  const composed = written.slice(0, longestWritten).replace(manyAccents, "$1").normalize("NFC");
  const bare = cut(bareForm(composed));
  const spelled = cut(bareForm(composed.replace(/[äöüøå]/g, (letter) => spelledOut[letter] ?? letter)));
  // Accents on nothing are no word.
  return [...new Set([bare, spelled])].filter((form) => form !== "");
}

/** All forms of all words of a text, each once. */
export function formsIn(text: string): Set<string> {
  const forms = new Set<string>();
  for (const each of new Set(wordsIn(text))) {
    if (forms.size >= mostForms) break;
    for (const form of formsOf(each)) forms.add(form);
  }
  return forms;
}

/** The same letters from the last to the first. */
export const reversed = (form: string): string => Array.from(form).reverse().join("");

/** Whether one letter more, less, other or two neighbours in the wrong order make one of the other. */
export function isOneTypoFrom(one: string, other: string): boolean {
  const a = Array.from(one);
  const b = Array.from(other);
  if (Math.abs(a.length - b.length) > 1 || one === other) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let [endA, endB] = [a.length, b.length];
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  if (endA - from <= 1 && endB - from <= 1) return true;
  const swapped = a[from] === b[from + 1] && a[from + 1] === b[from];
  return endA - from === 2 && endB - from === 2 && swapped;
}

const bareForm = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(accents, "")
    .replace(/[ßøæœłđı]/g, (letter) => plain[letter] ?? letter);

const cut = (form: string): string =>
  form.length <= longestForm ? form : Array.from(form).slice(0, longestForm).join("");
