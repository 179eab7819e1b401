import { type PasswordProblem, passwordLength } from "../../../src/domain/accounts/passwordRules.ts";

/** Why a new password is not taken and what to do, in English, for the API and for whoever starts the server. */
export const passwordProblemWords = {
  "password-short": `A password needs at least ${passwordLength.min} characters. Four unrelated words make a good password.`,
  "password-long": `A password may have at most ${passwordLength.max} characters.`,
  "password-personal":
    "A password must not be made of a name, an e-mail address or “foureyes”. Four unrelated words make a good password.",
  "password-common":
    "This password is among the first that are tried. Choose another: four unrelated words make a good password.",
} as const satisfies Record<PasswordProblem, string>;
