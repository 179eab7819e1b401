import type { Node } from "@tiptap/pm/model";
import {
  type EditorState,
  NodeSelection,
  Plugin,
  PluginKey,
  type Selection,
  TextSelection,
  type Transaction,
} from "@tiptap/pm/state";
import { Mapping, type Step } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import type * as Y from "yjs";
import { recordCopies } from "../domain/article/copies.ts";
import type { ShownText, StoredPiece } from "../domain/article/shownText.ts";
import { Alignment, type DeltaOperation } from "./alignment.ts";
import type { LaidOut } from "./bodyLayout.ts";
import { difference, type Replaced } from "./bodySteps.ts";
import { bringMeta, doAgain, doneSteps, takeBack } from "./doAgain.ts";
import { writeEdits } from "./flatWriter.ts";
import { hearSelection } from "./hearSelection.ts";
import { type MoveWitness, movesOf } from "./moves.ts";
import { placeInSight, stages } from "./stages.ts";
import { TextBehind } from "./textBehind.ts";
import type { ArticleUndo, SelectionAnchor } from "./undo.ts";
import type { UnitEdit } from "./units.ts";

/**
 * The frame that body and fields share. It collects local transactions purely in plugin state, hands them over
 * in `view.update`, and brings what others wrote into the editor with exact steps. Nothing is ever written to
 * the document but what a person's own transaction did.
 */

/** Local transactions since the last hand-over, newest first. */
interface Pending {
  transaction: Transaction;
  previous: Pending | null;
}

interface BindingState {
  pending: Pending | null;
  binding: TextBinding | null;
}

/** How often to look whether a composition ended without saying so. */
const recheckMs = 500;

const key = new PluginKey<BindingState>("textBinding");
/** Marks a transaction that brings the document into the editor. */
const remoteMeta = "fromDocument";

/** True for transactions that brought in what the document already holds. */
export const isFromDocument = (transaction: Transaction): boolean => transaction.getMeta(remoteMeta) === true;

/** The binding of an editor; null before its view exists. */
export const bindingOf = (state: EditorState): TextBinding | null => key.getState(state)?.binding ?? null;

export abstract class TextBinding {
  readonly view: EditorView;
  readonly text: Y.Text;
  readonly doc: Y.Doc;
  protected readonly undo: ArticleUndo;
  protected readonly moves: MoveWitness;
  /** True while this binding itself writes to the document. */
  protected writing = false;
  /** While remote edits wait for a composition to end; `toFlat` then answers for the editor's older content. */
  #alignment: Alignment | null = null;
  #recheck: ReturnType<typeof setInterval> | null = null;
  #onCompositionEnd = (): void => {
    setTimeout(() => this.#stopWaiting(), 0);
  };

  constructor(view: EditorView, text: Y.Text, undo: ArticleUndo) {
    if (!text.doc) throw new Error("a text must be part of a document before an editor is bound to it");
    this.view = view;
    this.text = text;
    this.doc = text.doc;
    this.undo = undo;
    this.moves = movesOf(this.doc);
    view.dom.addEventListener("compositionend", this.#onCompositionEnd);
  }

  /** True while the editor shows older content than the text, because an input method composes in it. */
  get waiting(): boolean {
    return this.#alignment !== null;
  }

  /**
   * Holds a remote edit back that `touches` the block in which an input method composes, and whatever comes after
   * it until the composition ends; edits elsewhere are shown at once. `length` is that of the editor's content, in
   * units.
   */
  protected holds(
    length: () => number,
    delta: readonly DeltaOperation[],
    touches: () => boolean = () => true,
  ): boolean {
    if (!this.#alignment && !(this.view.composing && touches())) return false;
    this.#alignment ??= new Alignment(length());
    this.#alignment.remote(delta);
    if (!this.view.composing) {
      this.#stopWaiting();
      return true;
    }
    // On Android a word under the caret is composed for as long as it stands there: ProseMirror ends that after a
    // while without any event.
    this.#recheck ??= setInterval(() => this.#stopWaiting(), recheckMs);
    return true;
  }

  #stopWaiting(): void {
    if (!this.#alignment || this.view.composing || this.view.isDestroyed) return;
    // Who ends a composition by an arrow or a press moves the caret with it, which the browser tells of only later.
    hearSelection();
    if (!this.#alignment) return;
    const { tr } = this.view.state;
    this.show(tr, this.#bringWaiting(tr));
    this.caughtUp();
  }

  /** The steps that show what waited, which waits no longer; answers with where a position has gone. */
  #bringWaiting(tr: Transaction): ((position: number) => number) | undefined {
    const alignment = this.#alignment as Alignment;
    this.#alignment = null;
    this.#stopRechecking();
    const { target } = this;
    const pieces = (index: number, length: number): unknown[] =>
      target
        .pieces(index, length)
        .map(({ content }) => (typeof content === "string" ? content : content.embed));
    const known = alignment.textLength === target.length;
    const carried = known ? this.bring(tr, alignment.delta(pieces)) : undefined;
    this.bringAll(tr);
    return carried;
  }

  /** Shows the document whatever is being composed. */
  protected showAnew(): void {
    if (this.view.isDestroyed) return;
    this.#alignment = null;
    this.#stopRechecking();
    this.refresh();
  }

  /**
   * What waited comes in below transactions that can be told only of the text as it is (blocks made, joined or taken
   * away): they are taken back, and made once more on top of it.
   */
  #doAgain(transactions: readonly Transaction[]): void {
    const { selection, storedMarks, tr } = this.view.state;
    const bookmark = selection.getBookmark();
    const done = doneSteps(transactions);
    takeBack(tr, done);
    const carried = this.#bringWaiting(tr);
    const way = new Mapping([...tr.mapping.maps]);
    this.show(tr, carried);
    const again = this.view.state.tr;
    doAgain(again, done, way);
    again.setSelection(bookmark.map(way).resolve(again.doc)).setStoredMarks(storedMarks);
    bringMeta(again, transactions);
    this.view.dispatch(again);
  }

  #stopRechecking(): void {
    if (this.#recheck) clearInterval(this.#recheck);
    this.#recheck = null;
  }

  /** Called once the editor shows all that had waited. */
  protected caughtUp(): void {}

  /** While waiting: where units of the editor stand in the text. */
  protected inText(from: number, to: number): { from: number; to: number }[] {
    return this.#alignment?.inText(from, to) ?? [{ from, to }];
  }

  /** Writes edits of what the editor shows into the text, also where that is ahead of it; see `writeEdits`. */
  protected writeShown(start: number, startsPart: boolean, edits: readonly UnitEdit[]): void {
    const text = this.#alignment ? new TextBehind(this.target, this.#alignment) : this.target;
    writeEdits(text, start, startsPart, edits);
  }

  /** Where this binding writes: the text as it is shown. */
  protected abstract readonly target: ShownText;
  /** A position that stays with the unit before a flat index. */
  protected abstract relative(index: number): Y.RelativePosition;
  /** The flat index of a position; null when it is of another text. */
  abstract indexOf(position: Y.RelativePosition): number | null;
  /** Flat index of a position; at a border between blocks, of the block that follows. */
  abstract toFlat(position: number): number;
  /** Position of a flat index; inside what is hidden, the nearest that shows. */
  abstract toPosition(index: number): number;
  /** What is stored between two positions, in order. */
  pieces(from: number, to: number): StoredPiece[] {
    const start = this.toFlat(from);
    return this.target.pieces(start, this.toFlat(to) - start);
  }
  /** How its text is laid out in blocks; a field has none. */
  get layout(): readonly LaidOut[] {
    return [];
  }
  /** Adds the steps that show a known change of the shown text; answers with where a position has gone. */
  protected abstract bring(
    tr: Transaction,
    delta: readonly DeltaOperation[],
  ): ((position: number) => number) | undefined;
  /** Adds the steps that show the document, whatever a transaction shows by now. */
  protected abstract bringAll(tr: Transaction): void;
  /** Makes the editor show the document, whatever it shows now. */
  refresh(): void {
    const { tr } = this.view.state;
    this.bringAll(tr);
    this.show(tr);
  }
  /** Whether a local transaction can be written while the editor shows older content than the text; blocks may not. */
  protected fitsBehind(_transaction: Transaction): boolean {
    return true;
  }
  /** Writes what differs between two contents as one edit, while the editor shows older content; for what doesn't fit. */
  protected writeOver(_before: Node, _replaced: Replaced, _after: Node): void {}
  /** Once, right after the constructor: makes the editor show the document. */
  start(): void {
    this.refresh();
  }
  /** Writes one step of a local transaction. Runs inside a Yjs transaction. */
  protected abstract writeStep(before: Node, after: Node, step: Step): void;
  /** After the steps of a local transaction: what else must follow them (marks). Runs in the same Yjs transaction. */
  protected abstract finishWriting(transactions: readonly Transaction[]): void;
  /** After the steps: enters what they moved. */
  protected recordMoves(transactions: readonly Transaction[]): void {
    if (!this.target.witness) return;
    this.target.witness = null;
    const copies = this.moves.finish(transactions);
    if (copies.length === 0) return;
    recordCopies(this.doc, copies);
    this.target.renew();
  }
  /** Whether a transaction, of whatever text, may have deleted what hides words here. */
  protected mayUncover({ deleteSet }: Y.Transaction): boolean {
    return this.target.gaps.length > 0 && deleteSet.clients.size > 0;
  }
  destroy(): void {
    this.#stopRechecking();
    this.view.dom.removeEventListener("compositionend", this.#onCompositionEnd);
  }

  /** Hands local transactions over to the document. */
  write(transactions: readonly Transaction[], selectionBefore: Selection): void {
    if (!this.view.editable) {
      this.refresh();
      return;
    }
    if (!this.waiting || transactions.every((transaction) => this.fitsBehind(transaction)))
      this.#write(transactions, selectionBefore, () => {
        for (const transaction of transactions)
          transaction.steps.forEach((step, i) => {
            const before = transaction.docs[i] as Node;
            this.writeStep(before, transaction.docs[i + 1] ?? transaction.doc, step);
          });
        this.finishWriting(transactions);
      });
    else this.#writeStructure(transactions, selectionBefore);
  }

  /** While waiting: what changes blocks. Afterwards nothing waits any more. */
  #writeStructure(transactions: readonly Transaction[], selectionBefore: Selection): void {
    const { before } = transactions[0] as Transaction;
    const { doc: after } = transactions[transactions.length - 1] as Transaction;
    const replaced = difference(before.content, after.content);
    if (replaced && !this.#takesArrived(replaced)) {
      this.#doAgain(transactions);
      return;
    }
    if (replaced)
      this.#write(transactions, selectionBefore, () => {
        this.writeOver(before, replaced, after);
        this.recordMoves(transactions);
      });
    this.showAnew();
  }

  #write(transactions: readonly Transaction[], selectionBefore: Selection, work: () => void): void {
    this.undo.beforeEdit(this.text, () => this.anchor(selectionBefore));
    this.writing = true;
    try {
      this.doc.transact(() => {
        this.target.witness = this.moves.begin(transactions) ? this.moves : null;
        work();
      }, this.undo.origin);
    } finally {
      this.writing = false;
    }
  }

  /**
   * Whether something came in, which the editor does not show, between what is taken away, or in what is hidden before
   * or behind it.
   */
  #takesArrived({ from, to }: Replaced): boolean {
    if (from === to) return false;
    // Over the border of the block. A border's own index is behind what is hidden there.
    const beyond = 2;
    const start = from <= beyond ? 0 : this.toFlat(from - beyond);
    return (this.#alignment as Alignment).hasArrived(start, this.toFlat(to + beyond));
  }

  /**
   * Sends a transaction that brings the document into the editor. Carets stay before text that arrives at them, and a
   * selection takes in none that arrives at its edges; a mark switched on for the next letter stays on. `carried`: where a
   * position has gone that stood inside of what the transaction replaces.
   */
  protected show(transaction: Transaction, carried?: (position: number) => number): void {
    if (!transaction.docChanged) return;
    const { selection, storedMarks } = this.view.state;
    if (selection instanceof TextSelection) {
      const moved = (position: number): number => {
        const side = !selection.empty && position === selection.from ? 1 : -1;
        const { pos, deletedAcross, deletedBefore } = transaction.mapping.mapResult(position, side);
        return carried && (deletedAcross || (deletedBefore && side < 0)) ? carried(position) : pos;
      };
      const anchor = moved(selection.anchor);
      const head = moved(selection.head);
      const { doc, selection: mapped } = transaction;
      if (mapped.anchor !== anchor || mapped.head !== head)
        transaction.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head)));
    }
    const groups = stages(transaction, () => placeInSight(this.view));
    if (groups.length === 1) this.#dispatch(transaction, storedMarks);
    else {
      const selected = transaction.selection.getBookmark();
      groups.forEach((steps, i) => {
        const { tr } = this.view.state;
        for (const step of steps) tr.step(step);
        if (i === groups.length - 1) tr.setSelection(selected.resolve(tr.doc));
        this.#dispatch(tr, storedMarks);
      });
    }
    this.#renewDragged();
  }

  #dispatch(transaction: Transaction, storedMarks: EditorState["storedMarks"]): void {
    transaction.setStoredMarks(storedMarks).setMeta(remoteMeta, true).setMeta("addToHistory", false);
    this.view.dispatch(transaction);
  }

  /** What is let go at the end of a drag is what stands there by then, a colleague's new words in it included. */
  #renewDragged(): void {
    const { dragging } = this.view;
    const { selection } = this.view.state;
    if (dragging?.move && selection instanceof TextSelection)
      dragging.slice = this.view.serializeForClipboard(selection.content()).slice;
  }

  anchor(selection: Selection): SelectionAnchor {
    const relative = (position: number): Y.RelativePosition => {
      const shown = this.toFlat(position);
      return this.relative(this.#alignment?.toText(shown) ?? shown);
    };
    if (selection instanceof NodeSelection) {
      const start = relative(selection.from);
      return { text: this.text, anchor: start, head: start, node: true };
    }
    return { text: this.text, anchor: relative(selection.anchor), head: relative(selection.head) };
  }

  /** Selects what an anchor of this text names, as far as it still exists. */
  select({ anchor, head, node }: SelectionAnchor): void {
    const position = (relative: Y.RelativePosition): number | null => {
      const index = this.indexOf(relative);
      return index === null ? null : this.toPosition(index);
    };
    const from = position(anchor);
    const to = position(head);
    if (from === null || to === null) return;
    const { doc, tr } = this.view.state;
    const there = node ? doc.nodeAt(from) : null;
    const selection =
      there && !there.isTextblock && NodeSelection.isSelectable(there)
        ? NodeSelection.create(doc, from)
        : TextSelection.between(doc.resolve(from), doc.resolve(to));
    this.view.dispatch(tr.setSelection(selection).scrollIntoView());
  }
}

/** The plugin around a binding that `create` makes once the editor's view exists. */
export function bindingPlugin(create: (view: EditorView) => TextBinding, undo: ArticleUndo): Plugin {
  let binding: TextBinding | null = null;
  return new Plugin<BindingState>({
    key,
    state: {
      init: () => ({ pending: null, binding: null }),
      apply: (transaction, value) =>
        transaction.docChanged && !isFromDocument(transaction)
          ? { pending: { transaction, previous: value.pending }, binding }
          : value.binding === binding
            ? value
            : { pending: value.pending, binding },
    },
    view(view) {
      let handedOver: Pending | null = key.getState(view.state)?.pending ?? null;
      const made = create(view);
      binding = made;
      const unregister = undo.register(made.text, made);
      made.start();
      view.dispatch(view.state.tr.setMeta("addToHistory", false));
      return {
        update(current, before) {
          const newest = key.getState(current.state)?.pending ?? null;
          if (newest === handedOver) return;
          const transactions: Transaction[] = [];
          for (let at = newest; at && at !== handedOver; at = at.previous)
            transactions.unshift(at.transaction);
          handedOver = newest;
          if (newest) newest.previous = null;
          made.write(transactions, before.selection);
        },
        destroy() {
          unregister();
          made.destroy();
          if (binding === made) binding = null;
        },
      };
    },
  });
}
