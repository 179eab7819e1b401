import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { marksNotShown } from "../../domain/article/markTowers.ts";

const known = new WeakMap<Node, readonly { from: number; to: number }[]>();

/** In positions inside a text block. Quick for each key: only what changed is read. */
function towersIn(block: Node): readonly { from: number; to: number }[] {
  let towers = known.get(block);
  if (!towers) {
    towers = marksNotShown(block.textBetween(0, block.content.size, "\n", "\n"));
    known.set(block, towers);
  }
  return towers;
}

/** Keeps marks on one letter beyond those of any script from being set; they stay in the text. */
export function hideMarkTowers(): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const hidden: Decoration[] = [];
        const look = (block: Node, start: number): void => {
          if (block.inlineContent)
            for (const { from, to } of towersIn(block))
              hidden.push(Decoration.inline(start + from, start + to, { style: "display: none" }));
          else block.forEach((child, offset) => look(child, start + offset + 1));
        };
        look(doc, 0);
        return hidden.length === 0 ? DecorationSet.empty : DecorationSet.create(doc, hidden);
      },
    },
  });
}
