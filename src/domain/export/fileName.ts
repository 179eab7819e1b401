import { withoutInvisible } from "../article/invisible.ts";

const maxLength = 60;
const german: Record<string, string> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "oe",
  å: "a",
};

/**
 * «Wieder ein Schiff über den See» → `wieder-ein-schiff-ueber-den-see`. Letters of other scripts stay, signs that show as
 * nothing go; empty when
 * the text has neither letter nor digit. At most 60 UTF-16 code units, cut between words where possible.
 */
export function slug(text: string): string {
  const words = withoutInvisible(text.slice(0, 1000))
    .normalize("NFC")
    .toLowerCase()
    .replace(/[äöüßæœøå]/g, (letter) => german[letter] ?? "")
    .normalize("NFD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
  let result = "";
  for (const word of words) {
    const longer = result === "" ? word : `${result}-${word}`;
    if (longer.length > maxLength) {
      if (result === "") result = Array.from(word.slice(0, maxLength)).filter(isWhole).join("");
      break;
    }
    result = longer;
  }
  return result;
}

const isWhole = (character: string): boolean => !/\p{Cs}/u.test(character);
