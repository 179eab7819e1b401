/**
 * Signs that show as nothing: soft hyphens, spaces of no width, marks of direction, joiners, variation selectors.
 * They are content, and stay in the text; whoever looks for a word or names a file means the letters one sees.
 */
const invisible = /\p{Default_Ignorable_Code_Point}+/gu;

/** The text without signs that show as nothing. */
export const withoutInvisible = (text: string): string => text.replace(invisible, "");

/** Not those that belong to what stands before them, as in 👩‍👧 and ❤️. */
const apart = /(?![\u200d\p{Grapheme_Extend}])\p{Default_Ignorable_Code_Point}/gu;

/** The text without such signs but for those that make one sign of several. */
export const withoutInvisibleApart = (text: string): string => text.replace(apart, "");

const visible = /\P{Default_Ignorable_Code_Point}/u;

/** Whether any of it shows; a space does. */
export const isVisible = (text: string): boolean => visible.test(text);
