/**
 * What reads what comes in: clipboards, typed words that become links or lists, and what colleagues take away. Fetched once one can write
 * (`../incoming.ts`); nothing else may import it.
 */

export { tellOfTaken } from "../../taken/tellOfTaken.ts";
export { draggedFrom, moveAcross } from "../dragAcross.ts";
export { cleanHtml, quietStyles, textOfHtml } from "../foreign/cleanHtml.ts";
export { borderAt, dropInto } from "./drop.ts";
export { pasteInto } from "./insert.ts";
export { isNoItem } from "./isNoItem.ts";
export { addressBefore, linkAddresses } from "./linkAddresses.ts";
export { forOneLine } from "./longForField.ts";
export { carriedPictures } from "./readCarried.ts";
export { tellOfForeignPictures, tellOfList } from "./tell.ts";
export { withColumns } from "./withColumns.ts";
