import { type PasswordProblem, passwordLength } from "../../../src/domain/accounts/passwordRules.ts";

/** Why a new password is not taken and what to do, in English, for the API and for whoever starts the server. */
export const passwordProblemWords = {
  "password-short": `A password needs at least ${passwordLength.min} characters. Four words in a row make a good one.`,
  "password-long": `A password may have at most ${passwordLength.max} characters.`,
  "password-personal":
    "A password must not be made of a name, an e-mail address or «foureyes». Four words in a row make a good one.",
  "password-common":
    "This password is among the first that are tried. Choose another: four words in a row make a good one.",
} as const satisfies Record<PasswordProblem, string>;
