import { Plugin, type Transaction } from "@tiptap/pm/state";
import { isFromDocument } from "../../binding/index.ts";
import { flaws } from "./cleanText.ts";

/**
 * Mends what a person's own edits bring in by ways that no paste handler sees (typing, input methods, spelling
 * aids, browser extensions). Never touches what colleagues wrote.
 */
export function wellFormedText({ lineBreaks }: { lineBreaks: boolean }): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, state) {
      if (transactions.some(isFromDocument)) return null;
      const mends: { from: number; to: number; instead: "" | " " | "\n" }[] = [];
      for (const { from, to } of changedRanges(transactions)) {
        state.doc.nodesBetween(from, to, (node, pos) => {
          if (node.isText) {
            const start = Math.max(from, pos) - pos;
            for (const flaw of flaws((node.text as string).slice(start, to - pos)))
              mends.push({
                from: pos + start + flaw.at,
                to: pos + start + flaw.at + flaw.length,
                instead: flaw.instead,
              });
          } else if (!lineBreaks && node.type.name === "hardBreak")
            mends.push({ from: pos, to: pos + 1, instead: " " });
        });
      }
      if (mends.length === 0) return null;
      const { tr, schema } = state;
      mends.sort((a, b) => b.from - a.from);
      let last = Number.POSITIVE_INFINITY;
      for (const { from, to, instead } of mends) {
        if (to > last) continue;
        last = from;
        if (instead === "") tr.delete(from, to);
        else if (instead === "\n" && lineBreaks)
          tr.replaceWith(
            from,
            to,
            (schema.nodes.hardBreak as NonNullable<typeof schema.nodes.hardBreak>).create(),
          );
        else tr.replaceWith(from, to, schema.text(" ", state.doc.resolve(to).marks()));
      }
      return tr;
    },
  });
}

/** What the transactions wrote, in positions after all of them. */
function changedRanges(transactions: readonly Transaction[]): { from: number; to: number }[] {
  const maps = transactions.flatMap((transaction) => transaction.mapping.maps);
  const ranges: { from: number; to: number }[] = [];
  maps.forEach((map, i) => {
    map.forEach((_from, _to, from, to) => {
      if (from === to) return;
      for (const later of maps.slice(i + 1)) {
        from = later.map(from, -1);
        to = later.map(to, 1);
      }
      ranges.push({ from, to });
    });
  });
  return ranges;
}
