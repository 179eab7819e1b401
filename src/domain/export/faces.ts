import { type Html, html } from "./markup.ts";

/** A typeface that a page has inside it. */
export interface Face {
  family: "Source Serif 4" | "Inter";
  style: "normal" | "italic";
  /** The file, in base64: all weights that the page uses. */
  woff2: string;
}

/** The rules that name them; the stylesheet has other faces behind them, for letters that they lack. */
export const faceRules = (faces: readonly Face[]): Html => html`<style>
${faces.map(
  ({ family, style, woff2 }) =>
    html`@font-face { font-family: "${family}"; font-style: ${style}; font-weight: 200 900; src: url(data:font/woff2;base64,${woff2}) format(woff2); }\n`,
)}</style>
`;
