import { describe, expect, it } from "vitest";
import { localeOf, preferredLanguage } from "./language.ts";

describe("the page's language", () => {
  it.each([
    ["en", null, ["en-GB", "de-CH"]],
    ["de", null, ["de-AT", "en"]],
    ["de", null, ["DE"]],
    ["de", null, ["rm-CH", "de-CH", "en"]],
    ["en", null, ["fr-CH", "it"]],
    ["en", null, []],
    ["de", "de", ["en-US"]],
    ["en", "klingon", ["en-US", "de"]],
  ] as const)("is %s for the choice %s and the browser's %j", (language, chosen, browser) => {
    expect(preferredLanguage(chosen, browser)).toBe(language);
  });
});

describe("how dates and numbers are written", () => {
  it.each([
    ["de-CH", "de", ["de-DE"]],
    ["en-US", "en", ["en-US"]],
    ["en-AU", "en", ["de-CH", "en-AU"]],
    ["en-CH", "en", ["de-CH", "fr-CH"]],
    ["en-GB", "en", ["en", "de-CH"]],
    ["en-GB", "en", ["not a tag"]],
    ["en-GB", "en", []],
  ] as const)("is %s in %s with the browser's %j", (locale, language, browser) => {
    expect(localeOf(language, browser)).toBe(locale);
  });
});
