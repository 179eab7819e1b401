import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vite";
import { describe, expect, it } from "vitest";
import { errorCodes } from "../../domain/protocol/api.ts";
import de from "./de/index.ts";
import deRest from "./de/rest.ts";
import deWriting from "./de/writing.ts";
import en from "./en/index.ts";
import rest from "./en/rest.ts";
import writing from "./en/writing.ts";
import { namespaces } from "./index.ts";
import { hardCodedText } from "./testing/hardCodedText.ts";

const src = fileURLToPath(new URL("../../", import.meta.url));
const languages = { en, de } as const;
type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const keysOf = (texts: Texts): string[] =>
  Object.entries(texts).flatMap(([part, words]) => Object.keys(words).map((key) => `${part}:${key}`));

const plural = /_(zero|one|two|few|many|other)$/;
const textOf = (texts: Texts, key: string): string => {
  const [part = "", name = ""] = key.split(/:(.*)/s);
  return texts[part]?.[name] ?? "";
};
const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name = ""]) => name))].sort();

describe("the languages of the page", () => {
  it("are fetched with all their parts", () => {
    expect([...namespaces.writing, ...namespaces.rest].sort()).toEqual(Object.keys(en).sort());
    for (const each of [
      { writing, rest },
      { writing: deWriting, rest: deRest },
    ])
      for (const part of ["writing", "rest"] as const)
        expect(Object.keys(each[part]).sort()).toEqual([...namespaces[part]].sort());
  });

  it("say the same things", () => {
    expect(keysOf(de).sort()).toEqual(keysOf(en).sort());
  });

  it("name the same placeholders, but for a count that a plural form leaves out", () => {
    const differing = keysOf(en).filter((key) => {
      const [english, german] = [placeholders(textOf(en, key)), placeholders(textOf(de, key))];
      const relevant = (names: string[]) =>
        plural.test(key) ? names.filter((name) => name !== "count") : names;
      return relevant(english).join() !== relevant(german).join();
    });
    expect(differing).toEqual([]);
  });

  it.each(Object.entries(languages))("have every plural form they need: %s", (language, texts) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const stems = new Set(
      keysOf(texts)
        .filter((key) => plural.test(key))
        .map((key) => key.replace(plural, "")),
    );
    const missing = [...stems].flatMap((stem) =>
      needed.filter((form) => textOf(texts, `${stem}_${form}`) === "").map((form) => `${stem}_${form}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(languages))("leave nothing empty or ragged: %s", (_, texts) => {
    const ragged = keysOf(texts).filter((key) => {
      const text = textOf(texts, key);
      return text.trim() === "" || text !== text.trim() || / {2}|\.\.\./.test(text);
    });
    expect(ragged).toEqual([]);
  });

  it("write German as in Switzerland: ss, «guillemets», a space before the ellipsis of a whole sentence", () => {
    const german = keysOf(de).map((key) => [key, textOf(de, key)] as const);
    expect(german.filter(([, text]) => /[ß„“”"]|\p{L}…/u.test(text))).toEqual([]);
  });

  it("have words for every refusal of the server", () => {
    const missing = errorCodes.filter((code) => !Object.hasOwn(en.common, `failure-${code}`));
    expect(missing).toEqual([]);
  });
});

describe("the page's components", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".tsx"),
  );

  it("say nothing that is not in the language files", () => {
    const found = files.flatMap((file) =>
      hardCodedText(parseAst(readFileSync(join(src, file), "utf8"), { lang: "tsx" })).map(
        (text) => `${file}: ${text}`,
      ),
    );
    expect(files.length).toBeGreaterThan(40);
    expect(found).toEqual([]);
  });

  it.each([
    ["<p>Hello there</p>", "Hello there"],
    ['<p>{"Hello"}</p>', "Hello"],
    ["<p>{ok ? t('yes') : `No way`}</p>", "No way"],
    ['<button aria-label="Close" />', "Close"],
    ["<img alt={busy ? 'Wait' : t('x')} />", "Wait"],
    ['<Field label="Name" />', "Name"],
    ["<title>{`${title} – Desk`}</title>", "– Desk"],
  ])("would be caught saying it: %s", (source, text) => {
    expect(hardCodedText(parseAst(source, { lang: "tsx" }))).toEqual([text]);
  });

  it.each([
    "<p className='big'>{t('hello')}</p>",
    "<p>{count} · {other}</p>",
    '<p>{"Foureyes"}</p>',
    "<Icon size={17} align='start' />",
  ])("may say: %s", (source) => {
    expect(hardCodedText(parseAst(source, { lang: "tsx" }))).toEqual([]);
  });
});
