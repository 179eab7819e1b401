export type { Face } from "./faces.ts";
export type { ExportPicture } from "./figures.ts";
export { slug } from "./fileName.ts";
export { exportFragment, exportHtml } from "./html.ts";
export { exportMarkdown } from "./markdown.ts";
export { type ExportContext, shownMedia, TooLargeToPrint } from "./printed.ts";
export { exportText } from "./text.ts";
