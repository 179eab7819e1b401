import type { Declared } from "./meaning.ts";

export const isPicture = (name: string): boolean =>
  name === "IMG" || name === "PICTURE" || name === "V:IMAGEDATA";

/** A picture too small to be seen counts those who read a page, or holds a place. */
export const isPixel = (picture: Element, css: Declared): boolean =>
  [css("width") || picture.getAttribute("width"), css("height") || picture.getAttribute("height")].every(
    (side) => /^\s*[012](\.\d+)?(px)?\s*$/.test(side ?? ""),
  );

/** The letter that a picture stands for (emoji, on many pages); null when it shows something. */
export function letterOf(picture: Element): string | null {
  const words = picture.getAttribute("alt") ?? "";
  return /^(?:[\p{Extended_Pictographic}\p{Emoji_Component}])+$/u.test(words) && /\P{ASCII}/u.test(words)
    ? words
    : null;
}
