import type { Locator } from "@playwright/test";

/** What a paste of that clipboard delivers; an absent flavour is one that the clipboard does not have. */
export async function paste(into: Locator, clipboard: { html?: string; text?: string }): Promise<void> {
  await into.focus();
  await into.evaluate((element, { html, text }) => {
    const clipboardData = new DataTransfer();
    if (html !== undefined) clipboardData.setData("text/html", html);
    if (text !== undefined) clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, clipboard);
}

/** The body's blocks as the cases of `fixtures/clipboards.ts` write them: `style[+indent]: text`. */
export const blocksOf = (body: Locator): Promise<string[]> =>
  body.evaluate((element) => {
    const read = (node: Node): string => {
      if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
      const at = node as HTMLElement;
      const inner = [...at.childNodes].map(read).join("");
      if (at.tagName === "STRONG") return `<b>${inner}</b>`;
      if (at.tagName === "EM") return `<i>${inner}</i>`;
      if (at.tagName === "A") return `<a ${at.getAttribute("href")}>${inner}</a>`;
      if (at.tagName === "BR") return at.classList.contains("ProseMirror-trailingBreak") ? "" : "/";
      return inner;
    };
    return [...element.children].map((child) => {
      const { style, indent } = (child as HTMLElement).dataset;
      if (style === undefined) return child.tagName.toLowerCase();
      return `${style}${indent ? `+${indent}` : ""}: ${read(child)}`;
    });
  });
