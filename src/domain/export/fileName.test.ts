import { expect, it } from "vitest";
import { slug } from "./fileName.ts";

it.each([
  ["Fährstreit: Größe & «Übung»", "faehrstreit-groesse-uebung"],
  ["A\u0308rger mit zerlegten Umlauten", "aerger-mit-zerlegten-umlauten"],
  ["Été à Genève, ça va?", "ete-a-geneve-ca-va"],
  ["../../etc/passwd\0.html", "etc-passwd-html"],
  ["Київ сьогодні", "київ-сьогодні"],
  ["Do\u00adnau\u200bdampf\u2060schiff \u200eahoi\u200f", "donaudampfschiff-ahoi"],
  ["می\u200cخواهم", "میخواهم"],
  ["!!! … ???", ""],
  [
    "Ein sehr langer Titel, der niemals in einen Dateinamen passen würde, oder doch?",
    "ein-sehr-langer-titel-der-niemals-in-einen-dateinamen-passen",
  ],
])("names %j %s", (headline, name) => {
  expect(slug(headline)).toBe(name);
});

it("cuts one endless word between characters, never through one", () => {
  expect(slug("x".repeat(500))).toHaveLength(60);
  expect(slug(`x${"𐐨".repeat(200)}`)).toBe(`x${"𐐨".repeat(29)}`);
});
