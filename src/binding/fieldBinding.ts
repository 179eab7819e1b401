import type { Node } from "@tiptap/pm/model";
import type { Plugin, Transaction } from "@tiptap/pm/state";
import type { Step } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { isCopyOf } from "../domain/article/copies.ts";
import { copiesMap } from "../domain/article/document.ts";
import { type Range, ShownText, shownDelta } from "../domain/article/shownText.ts";
import type { DeltaOperation } from "./alignment.ts";
import { arrivedDelta } from "./arrivals.ts";
import { showDifference } from "./bodySteps.ts";
import { inlineNodes } from "./inline.ts";
import { shownLine } from "./shownContent.ts";
import { bindingPlugin, TextBinding } from "./textBinding.ts";
import type { ArticleUndo } from "./undo.ts";
import { inlineUnits, textCut, type Unit, unitEdits } from "./units.ts";

/**
 * Keeps a field's editor (schema `fieldSchemaParts`) and its text equal, both ways. The editor shows the
 * text as soon as the plugin's view exists; let it begin with `fieldContent` or empty.
 */
export function fieldBinding({ text, undo }: { text: Y.Text; undo: ArticleUndo }): Plugin {
  return bindingPlugin((view) => new FieldBinding(view, text, undo), undo);
}

/** The document of a field is its one line, so positions are flat indexes. */
class FieldBinding extends TextBinding {
  protected readonly target: ShownText;
  readonly #copies: Y.Map<unknown>;
  #incoming: { delta: DeltaOperation[] | null; copies: boolean } | null = null;

  #onText = (event: Y.YTextEvent): void => {
    if (!this.writing) this.#expect().delta = arrivedDelta(event);
  };
  #onCopies = ({ keysChanged }: Y.YMapEvent<unknown>): void => {
    if (this.writing) return;
    if (this.target.takesPart || [...keysChanged].some((key) => isCopyOf(this.text, key)))
      this.#expect().copies = true;
  };
  // What is hidden can be told only once both are in the document.
  #afterTransaction = (transaction: Y.Transaction): void => {
    if (!this.writing && this.mayUncover(transaction)) this.#expect();
    const incoming = this.#incoming;
    this.#incoming = null;
    if (!incoming || this.view.isDestroyed) return;
    if (!incoming.delta) {
      this.showAnew();
      return;
    }
    const hidden: readonly Range[] = this.target.gaps;
    if (incoming.copies || hidden.length > 0) this.target.renew();
    this.#receive(shownDelta(incoming.delta, hidden, this.target));
  };

  constructor(view: EditorView, text: Y.Text, undo: ArticleUndo) {
    super(view, text, undo);
    this.target = new ShownText(this.doc, text);
    this.#copies = copiesMap(this.doc);
    text.observe(this.#onText);
    this.#copies.observe(this.#onCopies);
    this.doc.on("afterTransaction", this.#afterTransaction);
  }

  override destroy(): void {
    super.destroy();
    this.text.unobserve(this.#onText);
    this.#copies.unobserve(this.#onCopies);
    this.doc.off("afterTransaction", this.#afterTransaction);
  }

  #expect() {
    this.#incoming ??= { delta: [], copies: false };
    return this.#incoming;
  }

  protected relative(index: number): Y.RelativePosition {
    return this.target.relative(index);
  }

  indexOf(position: Y.RelativePosition): number | null {
    return this.target.indexOf(position);
  }

  toFlat(position: number): number {
    return position;
  }

  toPosition(index: number): number {
    return Math.min(index, this.view.state.doc.content.size);
  }

  protected bringAll(tr: Transaction): void {
    this.target.renew();
    showDifference(tr, 0, tr.doc.content, shownLine(tr.doc.type.schema, this.target));
  }

  #receive(delta: readonly DeltaOperation[]): void {
    const { tr } = this.view.state;
    if (this.holds(() => tr.doc.content.size, delta)) return;
    this.bring(tr, delta);
    this.show(tr);
  }

  protected bring(tr: Transaction, delta: readonly DeltaOperation[]): undefined {
    let at = 0;
    for (const operation of delta) {
      if (operation.retain !== undefined) at += operation.retain;
      else if (operation.delete !== undefined) tr.delete(at, at + operation.delete);
      else {
        const piece = typeof operation.insert === "string" ? operation.insert : { embed: operation.insert };
        tr.insert(at, inlineNodes(tr.doc.type.schema, [piece]));
        at += typeof piece === "string" ? piece.length : 1;
      }
    }
  }

  protected writeStep(before: Node, after: Node, step: Step): void {
    step.getMap().forEach((from, to, newFrom, newTo) => {
      const old: Unit[] = [];
      const cut = textCut(!this.moves.arriving && to > from && newTo > newFrom);
      inlineUnits(before, from, to, cut, old);
      const fresh: Unit[] = [];
      inlineUnits(after, newFrom, newTo, cut, fresh);
      const edits = unitEdits(old, fresh);
      this.writeShown(newFrom, false, edits);
    });
  }

  protected finishWriting(transactions: readonly Transaction[]): void {
    this.recordMoves(transactions);
  }
}
