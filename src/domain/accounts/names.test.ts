import { expect, it } from "vitest";
import { looksAlike } from "./names.ts";

it.each([
  ["Ada Lovelace", "ada  lovelace"],
  ["Ada Lovelace", "Ada\u200bLovelace."],
  ["Ada Lovelace", "Аdа Lоvеlасе"],
  ["Ada Lovelace", "Αdα Lονelace".replace("ν", "v")],
  ["Ada Lovelace", "Ａｄａ Ｌｏｖｅｌａｃｅ"],
  ["Ada Lovelace", "Ada\u0332 Love\ufe00lace"],
  ["Alice Illi", "AIice lIIi"],
  ["Zoë", "Zoe\u0308"],
  ["Otto", "0tt0"],
  ["Иван Петров", "ИВАН ПЕТРОВ"],
  ["Νικος", "ΝΙΚΟΣ".replace("Σ", "ς")],
  ["Nina", "Νina"],
  ["★", "★"],
])("%s and %s look alike", (one, other) => {
  expect(looksAlike(one, other)).toBe(true);
});

it.each([
  ["Anna Meier", "Anna M. Meier"],
  ["Anna Meier", "Anna Meyer"],
  ["Müller", "Muller"],
  ["Мария", "Марина"],
  ["Νίκος", "Νικόλας"],
  ["Person 1", "Person 11"],
  ["★", "☆"],
])("%s and %s do not", (one, other) => {
  expect(looksAlike(one, other)).toBe(false);
});
