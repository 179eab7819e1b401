/**
 * What a new password must be (NIST SP 800-63B, 3.1.1.2; OWASP ASVS 5.0, 6.2): long, nothing of its owner's, nothing
 * that is tried first. There are no rules of composition: four words in a row are a good password. The page asks before
 * it sends, the server before it hashes and for its list of common passwords besides (`plainForms`).
 */

/** Code points, in the form in which passwords are compared (NFKC). */
export const passwordLength = { min: 12, max: 128 } as const;

export const passwordProblems = [
  "password-short",
  "password-long",
  "password-personal",
  "password-common",
] as const;
export type PasswordProblem = (typeof passwordProblems)[number];

export const isPasswordProblem = (code: string): code is PasswordProblem =>
  passwordProblems.some((problem) => problem === code);

/** Whose password it is to be. */
export interface PasswordOwner {
  name: string;
  email: string;
}

export function passwordProblem(password: string, owner: PasswordOwner): PasswordProblem | null {
  const normal = password.normalize("NFKC").toLowerCase();
  const { length } = codePoints(normal);
  if (length < passwordLength.min) return "password-short";
  if (length > passwordLength.max) return "password-long";
  if (isPersonal(normal, owner)) return "password-personal";
  const common =
    isMadeOf(normal, firstWords) || [normal, squeezed(normal), bare(squeezed(normal))].some(isPattern);
  return common ? "password-common" : null;
}

/** The forms of a password to look up in a list of common ones: without signs, and without digits at its ends. */
export function plainForms(password: string): string[] {
  const normal = password.normalize("NFKC").toLowerCase();
  return [...new Set([normal, squeezed(normal), bare(normal), bare(squeezed(normal))])].filter(Boolean);
}

const codePoints = (text: string): string[] => Array.from(text);
/** Letters and digits alone. */
const squeezed = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, "");
/** Without digits and signs at its ends. */
const bare = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

const ownName = "foureyes";
/** A shorter word says too little: «a» is in every password. */
const shortestWord = 3;

/** What somebody who guesses at a newsroom's passwords tries with a year behind it. */
const firstWords = [
  "newsroom",
  "redaktion",
  "redaction",
  "redazione",
  "zeitung",
  "newspaper",
  "journalist",
  "journalismus",
  "reporter",
  "editor",
  "chefredaktion",
  "admin",
  "administrator",
  "welcome",
  "willkommen",
  "password",
  "passwort",
];

/** True for a password that is made of its owner's name, their address and the product's name, with digits at most. */
function isPersonal(password: string, { name, email }: PasswordOwner): boolean {
  const whole = [name, email, ...email.split("@"), ownName];
  return isMadeOf(password, [...whole, ...whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))]);
}

/** True when nothing but digits and signs is left once the words are taken out. */
function isMadeOf(password: string, words: readonly string[]): boolean {
  const plain = words
    .map((text) => squeezed(text.normalize("NFKC").toLowerCase()))
    .filter((word) => word.length >= shortestWord)
    .toSorted((a, b) => b.length - a.length);
  const letters = squeezed(password);
  const rest = plain.reduce((left, word) => left.replaceAll(word, ""), letters);
  return rest !== letters && bare(rest) === "";
}

/** True for one short piece again and again, and for rows of keys, letters or digits. */
function isPattern(text: string): boolean {
  const characters = codePoints(text);
  // What is left of «a 1» says nothing about the signs around it.
  if (characters.length < passwordLength.min / 2) return false;
  return repeatsShortPiece(characters) || followsRows(characters);
}

function repeatsShortPiece(characters: readonly string[]): boolean {
  const longest = Math.min(passwordLength.min - 1, Math.floor(characters.length / 2));
  for (let period = 1; period <= longest; period++)
    if (characters.every((character, at) => at < period || character === characters[at - period]))
      return true;
  return false;
}

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "12345678901",
  "qwertyuiop",
  "qwertzuiopü",
  "asdfghjklöä",
  "zxcvbnm",
  "yxcvbnm",
  // Columns of the keyboard.
  "1qaz",
  "1qay",
  "2wsx",
  "3edc",
  "4rfv",
  "5tgb",
  "6yhn",
  "6zhn",
  "7ujm",
];
const neighbours = new Set(
  rows.flatMap((row) =>
    codePoints(row)
      .slice(1)
      .flatMap((key, at) => [`${row[at]}${key}`, `${key}${row[at]}`]),
  ),
);

/** True when no more than every fourth character breaks a row, forwards or backwards. */
function followsRows(characters: readonly string[]): boolean {
  const breaks = characters.filter((character, at) => {
    const before = characters[at - 1];
    return before !== undefined && character !== before && !neighbours.has(before + character);
  });
  return breaks.length <= characters.length / 4;
}
