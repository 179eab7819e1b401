import { pageCookieMaxAge, pageCookies } from "../domain/protocol/pageChoices.ts";

/** Lets the server know what holds in this browser, for the next page it sends. */
export function tellServer(choice: keyof typeof pageCookies, value: string): void {
  try {
    // oxlint-disable-next-line unicorn/no-document-cookie -- the asynchronous cookie store is missing on plain http
    document.cookie = `${pageCookies[choice]}=${value}; Path=/; Max-Age=${pageCookieMaxAge}; SameSite=Lax`;
  } catch {
    // Where cookies are forbidden the next page shows the device's own look for a moment.
  }
}
