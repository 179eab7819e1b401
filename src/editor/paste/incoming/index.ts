/** What reads a clipboard. Fetched once one can write (`../incoming.ts`); nothing else may import it. */
export { cleanHtml, quietStyles, textOfHtml } from "../foreign/cleanHtml.ts";
export { dropForeign, pasteInto } from "./insert.ts";
export { carriedPictures } from "./readCarried.ts";
