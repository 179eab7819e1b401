import type { Page } from "@playwright/test";
import sharp from "sharp";

/** What is fixed to the window while the page is printed: it would stand on every sheet. */
export const fixedOnPaper = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.body.querySelectorAll("*")]
      .filter(
        (element) => getComputedStyle(element).position === "fixed" && element.getClientRects().length > 0,
      )
      .filter((element) => element.getBoundingClientRect().height > 0)
      .map((element) => element.outerHTML.slice(0, 80)),
  );

/** Lays the page out in that width, whatever the window has. */
export const layOut = (page: Page, width: string): Promise<void> =>
  page.evaluate((wide) => {
    document.documentElement.style.width = wide;
  }, width);

/** How far what the page shows reaches over the right edge of its layout. Pixels. */
export const beyondTheEdge = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { right } = document.documentElement.getBoundingClientRect();
    const shown = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility());
    return Math.round(Math.max(...shown.map((element) => element.getBoundingClientRect().right)) - right);
  });

/** Words that are parted by the end of a line; addresses, and what is longer than a line, may be. */
export const partedWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const parted: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      for (const { 0: word, index } of (text.nodeValue ?? "").matchAll(
        /(?<!\S)[\p{L}\p{N}]{2,20}(?![^\s.,:;!?])/gu,
      )) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1)
          parted.push(word);
      }
    }
    return parted;
  });

/** How much of a picture is white: 0 to 1. */
export async function whiteOf(screenshot: Buffer): Promise<number> {
  const samples = await sharp(screenshot).removeAlpha().greyscale().raw().toBuffer();
  return samples.filter((sample) => sample > 250).length / samples.length;
}
