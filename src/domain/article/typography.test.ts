import fc from "fast-check";
import { expect, it } from "vitest";
import { setTyped } from "./typography.ts";

/** A text as it stands after it was typed sign by sign. */
function typed(text: string, language: string): string {
  let set = "";
  let last: string | null = null;
  for (const sign of text) {
    const result = setTyped(set, sign, language, last);
    set = result ? set.slice(0, set.length - result.take) + result.put : set + sign;
    last = result ? sign : null;
  }
  return set;
}

it.each([
  ["de-CH", 'Er sagt: "Ja."', "Er sagt: «Ja.»"],
  ["de-CH", `"Sie rief 'Halt' und "Stopp"", sagt er.`, "«Sie rief ‹Halt› und ‹Stopp›», sagt er."],
  ["de-CH", `"Das ist's", sagt sie, "was 'ihr's' nennt".`, "«Das ist’s», sagt sie, «was ‹ihr’s› nennt»."],
  ["de-CH", `'s isch 1'284 Franken wert`, "’s isch 1'284 Franken wert"],
  ["de-CH", `"Er sagt 'genau 1'284'"`, "«Er sagt ‹genau 1'284›»"],
  ["de-CH", `("Ja"), /"Nein"/`, "(«Ja»), /«Nein»/"],
  ["de-CH", `Zürich–"Bern", "so –" ging er`, "Zürich–«Bern», «so –» ging er"],
  ["de-CH", `27" breit`, `27" breit`],
  ["fr-CH", `L'"homme" d'ici`, "L’«homme» d’ici"],
  ["it-CH", `"L'isola"`, "«L’isola»"],
  ["en-GB", `"It's 'fine'," he said. 'Yes.'`, "“It’s ‘fine’,” he said. ‘Yes.’"],
  ["de-CH", `Das 'neue' Haus, 'so geht's' heisst 's Buch`, "Das ‹neue› Haus, ‹so geht’s› heisst ’s Buch"],
  ["de-CH", `Gib mir 'n, 'nen oder ('s) Stück der '68er`, "Gib mir ’n, ’nen oder (’s) Stück der ’68er"],
  ["de-CH", `Die '10 Gebote' und "'s Dach"`, "Die ‹10 Gebote› und «’s Dach»"],
  ["fr-CH", `Un 'mot', l''autre'`, "Un ‹mot›, l’‹autre›"],
  [
    "en",
    `'Tis the '90s: give 'em 'rock 'n roll', it's '69.`,
    "’Tis the ’90s: give ’em ‘rock ’n roll’, it’s ’69.",
  ],
  ["en", `He said "no"--twice...`, "He said “no”–twice…"],
  ["de-CH", "Drei -- vier ... fünf", "Drei – vier … fünf"],
  ["de-CH", "-- sagt er", "– sagt er"],
  ["de-CH", "---", "---"],
  ["de-CH", "a---b .... c", "a–-b …. c"],
  [
    "de-CH",
    `https://a.example/?q="x"--y...z www.a--b.example/'s d"e@x'y--z`,
    `https://a.example/?q="x"--y...z www.a--b.example/'s d»e@x'y--z`,
  ],
])("%s: %s", (language, text, wanted) => {
  expect(typed(text, language)).toBe(wanted);
});

const language = fc.constantFrom("de-CH", "fr-CH", "it-CH", "en-GB");
const words = fc.array(fc.constantFrom("Der", "Mann", "über", "homme", "3"), { minLength: 1, maxLength: 4 });

it("what is quoted stands between the language's quotes, and within them between the inner ones", () => {
  fc.assert(
    fc.property(language, words, words, words, (tag, a, b, c) => {
      const text = `${a.join(" ")} "${b.join(" ")} "${c.join(" ")}x" y" z`;
      const [o, i, j, p] = tag === "en-GB" ? "“‘’”" : "«‹›»";
      expect(typed(text, tag)).toBe(`${a.join(" ")} ${o}${b.join(" ")} ${i}${c.join(" ")}x${j} y${p} z`);
    }),
  );
});

it("changes nothing but quotes, hyphens and dots", () => {
  const plain = (text: string): string => text.replace(/["'«»‹›“”‘’.…–-]/g, "");
  fc.assert(
    fc.property(
      language,
      fc.string({ unit: fc.constantFrom(...Array.from("\"'-. ab3@(\n")) }),
      (tag, text) => {
        const set = typed(text, tag);
        expect(plain(set)).toBe(plain(text));
        expect(
          set
            .replaceAll("…", "...")
            .replaceAll("–", "--")
            .replace(/[«»“”]/g, '"')
            .replace(/[‹›‘’]/g, "'").length,
        ).toBe(text.length);
      },
    ),
  );
});
