import { expect, it } from "vitest";
import { comparedName, looksAlike } from "./names.ts";

it.each([
  ["Ada Lovelace", "ada  lovelace"],
  ["Ada Lovelace", "Ada\u200bLovelace."],
  ["Ada Lovelace", "Аdа Lоvеlасе"],
  ["Ada Lovelace", "Αdα Lονelace".replace("ν", "v")],
  ["Ada Lovelace", "Ａｄａ Ｌｏｖｅｌａｃｅ"],
  ["Ada Lovelace", "Ada\u0332 Love\ufe00lace"],
  ["Ada Lovelace", "Ada\u3164Love\u115f\u1160lace\uffa0"],
  ["Ada Lovelace", "A\u00adda\u2800Lovelace\u{e0041}\u{e0100}\u{13441}"],
  ["Ada Lovelace", "Ada\u1ab7 Lo\u1dcavelace\u20dd\ufe2b\u064e"],
  ["محمد", "مُحَمَّد"],
  ["Alice Illi", "AIice lIIi"],
  ["Zoë", "Zoe\u0308"],
  ["Otto", "0tt0"],
  ["Иван Петров", "ИВАН ПЕТРОВ"],
  ["Νικος", "ΝΙΚΟΣ".replace("Σ", "ς")],
  ["Nina", "Νina"],
  ["★", "★"],
  ["★", "\u2800★\ufe0f\u3164"],
])("%s and %s look alike", (one, other) => {
  expect(looksAlike(comparedName(one), comparedName(other))).toBe(true);
});

it.each([
  ["Anna Meier", "Anna M. Meier"],
  ["Anna Meier", "Anna Meyer"],
  ["Müller", "Muller"],
  ["しか", "しが"],
  ["मोहन", "महान"],
  ["Мария", "Марина"],
  ["Νίκος", "Νικόλας"],
  ["Person 1", "Person 11"],
  ["★", "☆"],
])("%s and %s do not", (one, other) => {
  expect(looksAlike(comparedName(one), comparedName(other))).toBe(false);
});
