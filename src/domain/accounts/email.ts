/** White space of every kind, control and format characters such as the zero-width ones. */
const invisible = /[\s\p{Z}\p{Cc}\p{Cf}]+/gu;

/**
 * The one form of an e-mail address, in which it is counted, looked up, compared and stored: nothing invisible, NFKC
 * (Unicode Annex 15: full-width letters become plain ones), lower case. Two spellings of one address have one form.
 */
export const normalEmail = (text: string): string =>
  // Lower case may compose anew, as may what stood apart only by something invisible.
  text.normalize("NFKC").replace(invisible, "").toLowerCase().normalize("NFKC");

/** The addresses that better-auth takes at sign-in: an account with another could never be used. */
const pattern = new RegExp(
  "^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9_'+.-]*[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9-]*\\.)+[A-Za-z]{2,}$",
);
const maxLength = 254;

/** True for an address, in its normal form, that an account can have. */
export const isEmail = (normal: string): boolean => normal.length <= maxLength && pattern.test(normal);
