import type { Node } from "@tiptap/pm/model";
import type { Command } from "@tiptap/pm/state";
import { joinOf, wordsIn, type wrappedLines } from "./wrappedLines.ts";

/** Joins the paragraphs that some pasted lines have become, wherever they stand now; those that were changed stay. */
export const joinLines =
  ({ lines, goesOn }: NonNullable<ReturnType<typeof wrappedLines>>): Command =>
  ({ doc, tr }, dispatch) => {
    const isKnown = wordsIn(doc.textBetween(0, doc.content.size, "\n", " "));
    const blocks: { node: Node; pos: number }[] = [];
    doc.forEach((node, pos) => blocks.push({ node, pos }));
    const joins: { from: number; to: number; between: string }[] = [];
    let at = 0;
    goesOn.forEach((isOne, i) => {
      const [line = "", next = ""] = [lines[i], lines[i + 1]];
      const found = blocks.findIndex(
        ({ node }, k) => k >= at && endsWith(node, line) && startsWith(blocks[k + 1]?.node, next),
      );
      if (found < 0) return;
      at = found + 1;
      const { cutEnd, cutStart, between } = joinOf(line, next, isKnown);
      const border = (blocks[at] as (typeof blocks)[number]).pos;
      if (isOne) joins.push({ from: border - 1 - cutEnd, to: border + 1 + cutStart, between });
    });
    for (const { from, to, between } of joins.reverse()) {
      tr.delete(from, to);
      if (between !== "") tr.insertText(between, from);
    }
    dispatch?.(tr);
    return joins.length > 0;
  };

const endsWith = (block: Node, line: string): boolean =>
  block.isTextblock && block.textContent.endsWith(line);
const startsWith = (block: Node | undefined, line: string): boolean =>
  block?.isTextblock === true && block.textContent.startsWith(line);
