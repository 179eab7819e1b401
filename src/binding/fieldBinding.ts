import type { Node } from "@tiptap/pm/model";
import type { Plugin } from "@tiptap/pm/state";
import type { Step } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import { eachStretch, type Piece } from "../domain/article/flatText.ts";
import type { DeltaOperation } from "./alignment.ts";
import { arrivedDelta } from "./arrivals.ts";
import { showDifference } from "./bodySteps.ts";
import { writeEdits } from "./flatWriter.ts";
import { inlineNodes } from "./inline.ts";
import { bindingPlugin, TextBinding } from "./textBinding.ts";
import type { ArticleUndo } from "./undo.ts";
import { inlineUnits, textCut, type Unit, unitEdits } from "./units.ts";

/**
 * Keeps a field's editor (schema `fieldSchemaParts`) and its text equal, both ways. The editor starts with the
 * text's content as soon as the plugin's view exists; give the editor no content of its own.
 */
export function fieldBinding({ text, undo }: { text: Y.Text; undo: ArticleUndo }): Plugin {
  return bindingPlugin((view) => new FieldBinding(view, text, undo), undo);
}

function readPieces(text: Y.Text): Piece[] {
  const pieces: Piece[] = [];
  eachStretch(
    text,
    (stretch) => pieces.push(stretch),
    (embed) => pieces.push({ embed }),
  );
  return pieces;
}

/** The document of a field is its one line, so positions are flat indexes. */
class FieldBinding extends TextBinding {
  #observer = (event: Y.YTextEvent): void => {
    if (this.writing) {
      this.measured();
      return;
    }
    const delta = arrivedDelta(event);
    if (this.tellsAll(delta)) this.#receive(delta);
    else this.showAnew();
  };

  constructor(view: EditorView, text: Y.Text, undo: ArticleUndo) {
    super(view, text, undo);
    text.observe(this.#observer);
  }

  override destroy(): void {
    super.destroy();
    this.text.unobserve(this.#observer);
  }

  protected get target(): Y.Text {
    return this.text;
  }

  protected relative(index: number): Y.RelativePosition {
    return Y.createRelativePositionFromTypeIndex(this.text, Math.min(index, this.text.length), -1);
  }

  indexOf(position: Y.RelativePosition): number | null {
    const found = Y.createAbsolutePositionFromRelativePosition(position, this.doc);
    return found?.type === this.text ? found.index : null;
  }

  toFlat(position: number): number {
    return position;
  }

  toPosition(index: number): number {
    return Math.min(index, this.view.state.doc.content.size);
  }

  refresh(): void {
    const { doc, schema, tr } = this.view.state;
    showDifference(tr, doc.copy(inlineNodes(schema, readPieces(this.text))));
    this.show(tr);
  }

  #receive(delta: readonly DeltaOperation[]): void {
    const { schema, doc } = this.view.state;
    if (this.holds(() => doc.content.size, delta)) return;
    const { tr } = this.view.state;
    let at = 0;
    for (const operation of delta) {
      if (operation.retain !== undefined) at += operation.retain;
      else if (operation.delete !== undefined) tr.delete(at, at + operation.delete);
      else {
        const piece = typeof operation.insert === "string" ? operation.insert : { embed: operation.insert };
        tr.insert(at, inlineNodes(schema, [piece]));
        at += typeof piece === "string" ? piece.length : 1;
      }
    }
    this.show(tr);
  }

  protected writeStep(before: Node, after: Node, step: Step): void {
    step.getMap().forEach((from, to, newFrom, newTo) => {
      const old: Unit[] = [];
      const cut = textCut(to > from, newTo > newFrom);
      inlineUnits(before, from, to, cut, old);
      const fresh: Unit[] = [];
      inlineUnits(after, newFrom, newTo, cut, fresh);
      const edits = unitEdits(old, fresh);
      if (this.waiting) this.writeBehind(newFrom, edits);
      else writeEdits(this.text, newFrom, false, edits);
    });
  }

  protected finishWriting(): void {}
}
