import { Plugin, type Transaction } from "@tiptap/pm/state";
import { AttrStep, ReplaceAroundStep, ReplaceStep } from "@tiptap/pm/transform";
import { figureId } from "./bodyWriter.ts";
import { isFromDocument } from "./textBinding.ts";

/** A pasted copy of a figure is a figure of its own: copies of one id would be shown once only. */
export function figureIdentity(): Plugin {
  return new Plugin({
    appendTransaction(transactions, _before, state) {
      if (!transactions.some((transaction) => !isFromDocument(transaction) && mayRepeatFigure(transaction)))
        return null;
      const seen = new Set<string>();
      const { tr } = state;
      state.doc.forEach((node, at) => {
        const id = figureId(node);
        if (id === null) return;
        if (id !== "" && !seen.has(id)) seen.add(id);
        else if (node.type.name === "figure") tr.setNodeAttribute(at, "id", newFigureId());
        else tr.setNodeAttribute(at, "embed", { ...(node.attrs.embed as object), id: newFigureId() });
      });
      return tr.docChanged ? tr : null;
    },
  });
}

const mayRepeatFigure = ({ steps }: Transaction): boolean =>
  steps.some((step) => {
    if (step instanceof AttrStep) return step.attr === "id";
    if (!(step instanceof ReplaceStep || step instanceof ReplaceAroundStep)) return false;
    const { content } = step.slice;
    for (let i = 0; i < content.childCount; i++) if (figureId(content.child(i)) !== null) return true;
    return false;
  });

export const newFigureId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => (byte % 36).toString(36)).join("");
