import { withoutBlanks } from "./visibleText.ts";

const maxLength = 254;

/**
 * The one form of an e-mail address, in which it is counted, looked up, compared and stored: nothing invisible, NFKC
 * (Unicode Annex 15: full-width letters become plain ones), lower case. Two spellings of one address have one form. What
 * is too long for an address is cut, and is none: one code point can become 18.
 */
export const normalEmail = (text: string): string =>
  // Lower case may compose anew, as may what stood apart only by something invisible.
  withoutBlanks(text.normalize("NFKC"))
    .toLowerCase()
    .normalize("NFKC")
    .slice(0, maxLength + 1);

/** The addresses that better-auth takes at sign-in: an account with another could never be used. */
const pattern = new RegExp(
  "^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_'+.-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\\.)+[A-Za-z]{2,}$",
);
/** True for an address, in its normal form, that an account can have. */
export const isEmail = (normal: string): boolean => normal.length <= maxLength && pattern.test(normal);
