import { withStorage } from "./browserStorage.ts";

/** The names of the offline copies in this browser. */

/** Empty; the page tries the browser's storage on it. */
export const triedName = "foureyes";
/** Firefox before 126 does not list its databases: every copy leaves a line in `localStorage` beside them. */
export const keptKey = "foureyes:kept:";

/** Both names are in it, so that a shared computer never sends one person's words under another's name. */
export const copyName = (personId: string, articleId: string): string =>
  `foureyes:${encodeURIComponent(personId)}:${encodeURIComponent(articleId)}`;

export const noteCopyKept = (name: string): void =>
  void withStorage((storage) => storage.setItem(keptKey + name, "1"));
export const noteCopyErased = (name: string): void =>
  void withStorage((storage) => storage.removeItem(keptKey + name));
