/**
 * Cookies in which a browser tells the server what was chosen for it, so that the page can begin that way before any
 * code runs. Nothing depends on them: a page with none or wrong ones corrects itself.
 */
export const pageCookies = { theme: "foureyes-theme", language: "foureyes-language" } as const;

/** How long a browser keeps them; it is told anew whenever it comes. Seconds. */
export const pageCookieMaxAge = 365 * 24 * 60 * 60;

/**
 * What an article's page says while the article is on its way, by language. The server says it in the HTML, before any
 * code has come, and the page goes on saying it.
 */
export const openingWords = {
  en: { desk: "Desk", loading: "The article is being opened…" },
  de: { desk: "Desk", loading: "Der Artikel wird geöffnet …" },
} as const;

/** How many articles the desk asks for at once. The server names its first question in the desk's HTML. */
export const deskPageSize = 100;
