import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { deskPageSize, openingWords, pageCookies } from "../../src/domain/protocol/pageChoices.ts";
import { cookieValue } from "../accounts/cookieValue.ts";
import { sessionCookieNames } from "../accounts/sessionCookie.ts";

/** Addresses of the files that a page is made of beyond what index.html names. Written by the build. */
interface PageFiles {
  scripts: string[];
  /** What it fetches once it stands. */
  later: string[];
  fonts: string[];
}

/** `outside`: shows the same to everybody, signed in or not. */
export type Page = "desk" | "article" | "outside" | "other";

/** The pages that the build tells apart: an article has code and fonts of its own. */
type BuiltPage = "article" | "other";

interface Preloads {
  /** By language: the words of the page. */
  words: Record<string, Record<BuiltPage, string[]>>;
  pages: Record<BuiltPage, PageFiles>;
}

const compress = { br: brotliCompressSync, gzip: gzipSync } as const;
type Encoding = keyof typeof compress;

export interface Html {
  body: Buffer;
  /** Undefined for none. */
  encoding: Encoding | undefined;
}

const themes = ["light", "dark"];

const masthead = (html: string): string => `\n    <div id="first" aria-hidden="true">${html}</div>`;

type Language = keyof typeof openingWords;
const languages = Object.keys(openingWords) as Language[];

/** lucide's, as the way back to the desk has it (src/features/article/DeskLink.tsx). */
const arrowLeft =
  '<svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><path d="m12 19-7-7 7-7"/><path d="M19 12H5"/></svg>';

const band =
  '<div class="page-band"><div class="page-masthead"><span class="page-name">Foureyes</span></div></div>';
const grey = "<i></i>".repeat(8);

/**
 * What shows before any code has come (src/ui/firstPaint.css): the masthead of the page to be expected, or an article's
 * bar, and grey where the desk's lines or the article's text will be.
 */
const firsts: Readonly<Record<Page, (language: Language) => string>> = {
  outside: () =>
    masthead(
      '<div class="front-page"><div class="front-sheet"><p class="front-name">Foureyes</p></div></div>',
    ),
  other: () => masthead(band),
  desk: (language) =>
    masthead(
      `${band}<div class="first-page"><p>${openingWords[language].desk}</p><div class="first-lines">${grey}</div></div>`,
    ),
  article: (language) => {
    const { desk, loading } = openingWords[language];
    return masthead(
      `<div class="article-bar"><span class="article-desk">${arrowLeft}<span>${desk}</span></span><span class="article-opening">${loading}</span></div><div class="first-sheet">${grey}</div>`,
    );
  },
};

/**
 * index.html as this browser needs it: it names the files of the page at the address, so that all of them are on their
 * way at once, shows the masthead or an article's bar before any code has come, and begins in the theme chosen, so that
 * none flashes. What it says follows from the page, two cookies, whether there is a session's and `Accept-Language`
 * alone; nothing about a person is in it. `folder` holds index.html and preloads.json; without the latter, it names no
 * files.
 */
export function pageHtml(folder: string): (page: Page, headers: IncomingHttpHeaders) => Html {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const preloads = readPreloads(folder);
  const made = new Map<string, Buffer>();
  return (page, headers) => {
    const built = page === "article" ? page : "other";
    const visitor = mayBeSignedIn(headers);
    const asks = page === "desk" && visitor ? [session, articles] : [session];
    const first = visitor ? page : "outside";
    const theme = themes.find((each) => each === cookieValue(headers.cookie, pageCookies.theme));
    const language = languageOf(headers);
    const { "accept-encoding": accepted = "" } = headers;
    const encoding = (["br", "gzip"] as const).find((each) => new RegExp(`\\b${each}\\b`).test(accepted));
    // Few in all: every part of the key is one of a handful.
    const key = [built, asks.length, first, theme, language, encoding].join(" ");
    let body = made.get(key);
    if (!body) {
      const text = Buffer.from(
        html
          .replace("<html", theme ? `<html data-theme="${theme}"` : "<html")
          .replace("<body>", `<body>${firsts[first](language ?? "en")}`)
          .replace("</head>", `${preloads ? links(preloads, built, language, asks) : ""}</head>`),
      );
      body = encoding ? compress[encoding](text) : text;
      made.set(key, body);
    }
    return { body, encoding };
  };
}

function readPreloads(folder: string): Preloads | null {
  try {
    return JSON.parse(readFileSync(join(folder, "preloads.json"), "utf8")) as Preloads;
  } catch {
    return null;
  }
}

/** Every page asks who is there before it shows anything. */
const session = "/api/session";
/** What the desk asks first (src/features/desk/deskApi.ts). */
const articles = `/api/articles?limit=${deskPageSize}`;

function links(
  { words, pages }: Preloads,
  page: BuiltPage,
  language: Language | null,
  asks: readonly string[],
): string {
  const { scripts, fonts } = pages[page];
  const said = (language !== null && words[language]?.[page]) || [];
  return [
    ...[...scripts, ...said].map((href) => `<link rel="modulepreload" crossorigin href="${href}">`),
    ...fonts.map((href) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${href}">`),
    ...asks.map((href) => `<link rel="preload" as="fetch" crossorigin href="${href}">`),
  ].join("\n    ");
}

/** Only whether the browser has a session's cookie; what it is worth, the answers of the API say. */
const mayBeSignedIn = (headers: IncomingHttpHeaders): boolean =>
  sessionCookieNames.some((name) => cookieValue(headers.cookie, name) !== null);

/** Browsers name a handful. */
const mostLanguages = 20;

/** As the page itself will choose (src/ui/language.ts), or null where nothing is known of the browser. */
function languageOf(headers: IncomingHttpHeaders): Language | null {
  const wanted = (headers["accept-language"] ?? "")
    .split(",", mostLanguages)
    .map((tag) => tag.trim().toLowerCase().split(/[-;]/)[0]);
  const chosen = [cookieValue(headers.cookie, pageCookies.language), ...wanted];
  return chosen.find((each): each is Language => languages.some((known) => known === each)) ?? null;
}
