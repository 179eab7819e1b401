const strong = /[\p{L}\u200e\u200f]/u;
const rightToLeft =
  /[\u200f\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

/** Whether a text runs from right to left: by its first letter, as `dir="auto"` does it (HTML, «The dir attribute»). */
export const isRightToLeft = (text: string): boolean => rightToLeft.test(strong.exec(text)?.[0] ?? "");
