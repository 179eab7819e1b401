import type { Node } from "@tiptap/pm/model";
import type { Plugin, Transaction } from "@tiptap/pm/state";
import { AddMarkStep, AttrStep, RemoveMarkStep, type Step } from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import { bodyText, copiesMap, marksMap } from "../domain/article/document.ts";
import { terminatorStyle } from "../domain/article/flatText.ts";
import { MarkIndex } from "../domain/article/markIndex.ts";
import { type MarkChange, type MarkSpan, writeMarks } from "../domain/article/marks.ts";
import { type Range, ShownText, shownDelta } from "../domain/article/shownText.ts";
import type { DeltaOperation } from "./alignment.ts";
import { arrivedDelta } from "./arrivals.ts";
import { carriedIndex, type PlainHunk, plainHunks, showPlain, showStructure } from "./bodyArrivals.ts";
import { editedBlock, editInBlock, editOfBlocks, stepRange } from "./bodyEdits.ts";
import {
  atomEmbed,
  editorPosition,
  flatIndex,
  type LaidOut,
  laidOutLength,
  shownPart,
} from "./bodyLayout.ts";
import { chosenMarks, hasMarks, markChanges, showMarks, touched } from "./bodyMarks.ts";
import { type Hunk, type Replaced, replaceBlocks, toHunks } from "./bodySteps.ts";
import { deleteCopies, isPartStart, removedFigures, settle } from "./bodyWriter.ts";
import { figureIdentity } from "./figureIdentity.ts";
import { shownBlocks, takeReading } from "./shownContent.ts";
import type { Taken } from "./takenParagraphs.ts";
import { bindingPlugin, TextBinding } from "./textBinding.ts";
import type { ArticleUndo } from "./undo.ts";
import { unitsBefore, type WrittenParagraph } from "./writtenParagraph.ts";

export interface BodyBindingOptions {
  doc: Y.Doc;
  undo: ArticleUndo;
  /** Called after others deleted or moved paragraphs as a whole, or took letters from the one of the caret. */
  onTaken?: (taken: Taken) => void;
}

/**
 * Keeps the body's editor (schema `bodySchemaParts`) equal to the document's flat body and marks, both ways.
 * The editor shows the body as soon as the plugin's view exists; let it begin with `bodyContent` or empty.
 */
export function bodyBinding({ doc, undo, onTaken = () => {} }: BodyBindingOptions): Plugin[] {
  return [figureIdentity(), bindingPlugin((view) => new BodyBinding(view, doc, undo, onTaken), undo)];
}

interface Incoming {
  /** Null when no delta can say what happened. */
  delta: DeltaOperation[] | null;
  ends: Set<Y.Map<unknown>>;
  marks: boolean;
  copies: boolean;
  /** Terminators of blocks that somebody deleted or moved as a whole. */
  retired: Set<Y.Map<unknown>>;
}

class BodyBinding extends TextBinding {
  #layout: LaidOut[] = [];
  override get layout(): readonly LaidOut[] {
    return this.#layout;
  }
  #incoming: Incoming | null = null;
  /** Terminators with other keys than the editor shows. */
  readonly #ends = new Set<Y.Map<unknown>>();
  readonly #marks: Y.Map<unknown>;
  readonly #copies: Y.Map<unknown>;
  protected readonly target: ShownText;
  readonly #markIndex: MarkIndex;

  #onBody = (event: Y.YTextEvent): void => {
    if (this.writing) return;
    const incoming = this.#expect();
    incoming.delta = arrivedDelta(event);
    if (incoming.delta) this.#followMarks(incoming.delta);
  };
  #onMarks = (): void => {
    this.#markIndex.renew();
    if (!this.writing) this.#expect().marks = true;
  };
  #onCopies = (): void => {
    if (!this.writing) this.#expect().copies = true;
  };
  #afterTransaction = (transaction: Y.Transaction): void => {
    if (!this.writing) {
      this.#expectEnds(transaction);
      if (this.mayUncover(transaction)) this.#expect();
    }
    const incoming = this.#incoming;
    this.#incoming = null;
    if (!incoming || this.view.isDestroyed) return;
    const { delta, retired } = incoming;
    const takes = retired.size > 0 || (delta?.some((operation) => operation.delete !== undefined) ?? false);
    const before = takes && !transaction.local ? this.#writing() : null;
    const writing = before && this.#asItWas(before, transaction);
    if (delta) this.#receive(incoming, delta);
    else this.showAnew();
    const onlyTakes = delta?.every((operation) => operation.insert === undefined) ?? false;
    const left = onlyTakes ? this.#writing()?.block : null;
    const isShorter = before && left && left.content.size < before.block.content.size;
    this.#shortened = writing && isShorter ? { writing, left } : null;
    const isEmpty = before?.block.content.size === 0;
    if (retired.size > 0 || writing)
      this.#untold.push({ retired, change: transaction, writing: isEmpty ? null : writing });
    this.caughtUp();
  };

  readonly #onTaken: (taken: Taken) => void;
  /** What others took and the editor does not show yet, because an input method composes in it. */
  #untold: Pick<Taken, "retired" | "change" | "writing">[] = [];
  /** The end of the block in which one has written last. */
  #written: Y.Map<unknown> | null = null;
  /** That block, while others only take from it: as it was before, and as it is. */
  #shortened: { writing: WrittenParagraph; left: Node } | null = null;
  readonly #shownFromStart: boolean;

  constructor(view: EditorView, doc: Y.Doc, undo: ArticleUndo, onTaken: (taken: Taken) => void) {
    super(view, bodyText(doc), undo);
    this.#onTaken = onTaken;
    this.#marks = marksMap(doc);
    this.#copies = copiesMap(doc);
    const reading = takeReading(view.state.doc);
    this.#shownFromStart = reading !== null;
    this.#layout = reading?.layout ?? [];
    this.target = reading?.shown ?? new ShownText(doc);
    this.#markIndex = reading?.marks ?? new MarkIndex(doc);
    this.target.follower = this.#markIndex;
    this.text.observe(this.#onBody);
    this.#marks.observe(this.#onMarks);
    this.#copies.observe(this.#onCopies);
    doc.on("afterTransaction", this.#afterTransaction);
  }

  override destroy(): void {
    super.destroy();
    this.text.unobserve(this.#onBody);
    this.#marks.unobserve(this.#onMarks);
    this.#copies.unobserve(this.#onCopies);
    this.doc.off("afterTransaction", this.#afterTransaction);
  }

  protected relative(index: number): Y.RelativePosition {
    return this.target.relative(index);
  }

  indexOf(position: Y.RelativePosition): number | null {
    return this.target.indexOf(position);
  }

  toFlat(position: number): number {
    return flatIndex(this.#layout, position);
  }

  toPosition(index: number): number {
    return Math.min(editorPosition(this.#layout, index), this.view.state.doc.content.size);
  }

  override start(): void {
    if (!this.#shownFromStart) this.refresh();
  }

  protected bringAll(tr: Transaction): void {
    this.target.renew();
    this.#markIndex.renew();
    const { layout, blocks } = shownBlocks(tr.doc.type.schema, this.target, this.#spans());
    this.#layout = layout;
    this.#ends.clear();
    replaceBlocks(tr, 0, tr.doc.childCount, blocks);
  }

  #spans(): MarkSpan[] {
    return this.target.spans(this.#markIndex.spans);
  }

  #writeMarks(changes: readonly MarkChange[]): void {
    if (changes.length === 0) return;
    writeMarks(this.doc, this.target.storedChanges(changes));
    this.#markIndex.renew();
  }

  #followMarks(delta: readonly DeltaOperation[]): void {
    if (!this.#markIndex.complete) this.#expect().marks = true;
    let at = 0;
    for (const { retain, delete: removed, insert } of delta) {
      if (retain !== undefined) at += retain;
      else if (removed !== undefined) this.#markIndex.deleted(at, removed);
      else {
        const length = typeof insert === "string" ? insert.length : 1;
        this.#markIndex.inserted(at, length);
        at += length;
      }
    }
  }

  #expect(): Incoming {
    this.#incoming ??= {
      delta: [],
      ends: new Set(),
      marks: false,
      copies: false,
      retired: new Set(),
    };
    return this.#incoming;
  }

  /** Terminators with other keys, read here because an observer of all that is in the text costs much for each of them. */
  #expectEnds({ changed, beforeState }: Y.Transaction): void {
    for (const [type, keys] of changed) {
      const item = type._item;
      if (item?.parent !== this.text || item.deleted || !(type instanceof Y.Map)) continue;
      const incoming = this.#expect();
      incoming.ends.add(type);
      const gone = keys.has("gone") ? type._map.get("gone") : undefined;
      if (gone && gone.id.clock >= (beforeState.get(gone.id.client) ?? 0)) incoming.retired.add(type);
    }
  }

  // What others wrote

  protected override caughtUp(): void {
    if (this.waiting) return;
    const told = new Set<Y.Map<unknown>>();
    for (const { retired, change, writing } of this.#untold.splice(0)) {
      // What was taken of it in several goes meanwhile is told of as one.
      const isFirst = writing !== null && !told.has(writing.end);
      if (isFirst) told.add(writing.end);
      this.#onTaken({
        shown: this.target,
        layout: this.#layout,
        retired,
        change,
        writing: isFirst ? writing : null,
      });
    }
  }

  /** The block of the caret, or the one of a selection's head if one has written in it last. */
  #writing(): Omit<WrittenParagraph, "units"> | null {
    const { $head, empty } = this.view.state.selection;
    const part = $head.depth === 1 ? shownPart(this.#layout, $head.index(0)) : undefined;
    const end = part?.kind === "text" ? part.end : null;
    const typed = end === this.#written;
    if (!end || !(typed || empty)) return null;
    return { end, block: $head.parent, offset: $head.parentOffset, typed };
  }

  /** Who deletes letter by letter deletes what was there before the first of them. */
  #asItWas(before: Omit<WrittenParagraph, "units">, change: Y.Transaction): WrittenParagraph {
    const shortened = this.#shortened;
    if (shortened?.writing.end === before.end && shortened.left.eq(before.block)) return shortened.writing;
    return { ...before, units: unitsBefore(before.end, change) };
  }

  #receive({ ends, marks, copies }: Incoming, arrived: readonly DeltaOperation[]): void {
    const hidden: readonly Range[] = this.target.gaps;
    const rivals = this.target.rivals;
    const removes = arrived.some((operation) => operation.delete !== undefined);
    if (copies || hidden.length > 0 || (rivals.size > 0 && removes)) this.target.renew();
    const delta = shownDelta(arrived, hidden, this.target);
    const hunks = toHunks(delta);
    for (const end of ends) this.#ends.add(end);
    const length = (): number => this.#layout.reduce((sum, part) => sum + laidOutLength(part), 0);
    const plain = ends.size === 0 && !copies ? plainHunks(this.#layout, hunks, this.target.rivals) : null;
    if (this.holds(length, delta, () => marks || copies || this.#disturbs(hunks, ends, plain !== null)))
      return;
    const { tr } = this.view.state;
    this.show(tr, this.#bringHunks(tr, hunks, plain, marks || copies));
  }

  protected bring(
    tr: Transaction,
    delta: readonly DeltaOperation[],
  ): ((position: number) => number) | undefined {
    const hunks = toHunks(delta);
    const plain = this.#ends.size === 0 ? plainHunks(this.#layout, hunks, this.target.rivals) : null;
    return this.#bringHunks(tr, hunks, plain, true);
  }

  #bringHunks(
    tr: Transaction,
    hunks: readonly Hunk[],
    plain: readonly PlainHunk[] | null,
    marks: boolean,
  ): ((position: number) => number) | undefined {
    const spans = this.#spans();
    const before = this.#layout;
    if (plain) showPlain(tr, plain, spans);
    else this.#layout = showStructure(tr, before, this.target, spans, hunks, this.#ends);
    this.#ends.clear();
    if (marks) showMarks(tr, this.#layout, spans);
    if (plain) return undefined;
    return (position) => {
      const moved = editorPosition(this.#layout, carriedIndex(flatIndex(before, position), hunks));
      return Math.min(moved, tr.doc.content.size);
    };
  }

  /**
   * Whether an edit disturbs an input method: it changes the one text block in which the selection is, or blocks come,
   * go or change on both sides of that. ProseMirror finds a block again before all that is new, or behind it; between
   * the two it may show another block in the element in which one composes.
   */
  #disturbs(hunks: readonly Hunk[], ends: ReadonlySet<Y.Map<unknown>>, plain: boolean): boolean {
    const { $from, $to } = this.view.state.selection;
    const part =
      $from.depth === 1 && $from.sameParent($to) ? shownPart(this.#layout, $from.index(0)) : undefined;
    if (part?.kind !== "text" || !part.end || ends.has(part.end)) return true;
    const start = this.toFlat($from.start());
    const end = start + laidOutLength(part);
    const above = hunks.filter(({ at, removed }) => at + removed < start).length;
    const below = hunks.filter(({ at }) => at >= end).length;
    if (above + below < hunks.length) return true;
    if (plain) return false;
    const selected = this.#layout.indexOf(part);
    const restyled = this.#layout.flatMap((other, i) =>
      other.kind === "text" && other.end && ends.has(other.end) ? [i] : [],
    );
    const isAbove = (i: number): boolean => i < selected;
    return (above > 0 || restyled.some(isAbove)) && (below > 0 || !restyled.every(isAbove));
  }

  // What this person writes

  protected writeStep(before: Node, after: Node, step: Step): void {
    if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return;
    if (step instanceof AttrStep) {
      const node = after.nodeAt(step.pos);
      if (this.waiting) {
        this.#styleBehind(after.resolve(step.pos).index(0), node as Node);
        return;
      }
      if (node?.isBlock && !node.isTextblock) this.#writeAtom(step.pos, node);
      this.#layout = settle(this.target, after, this.#layout);
      return;
    }
    const range = stepRange(step, this.moves.arriving);
    if (!range) return;
    const inBlock = editInBlock(before, after, range, this.#layout, this.target.rivals);
    const { start, edits } = inBlock ?? editOfBlocks(before, after, range, this.#layout);
    // Where nothing comes in, no words have changed their place.
    if (!inBlock && edits.some(({ insert }) => insert.length > 0)) this.target.witness ??= this.moves;
    const startsPart = !inBlock && isPartStart(this.#layout, start);
    this.writeShown(start, startsPart, edits);
    if (inBlock) {
      inBlock.part.length = inBlock.length;
      this.#written = inBlock.part.end;
      return;
    }
    deleteCopies(this.target, removedFigures(edits, after));
    this.#layout = settle(this.target, after, this.#layout);
  }

  /** Words within a block, and styles of blocks that have an end. */
  protected override fitsBehind({ steps, docs, doc }: Transaction): boolean {
    return steps.every((step, i) => {
      if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return true;
      const after = docs[i + 1] ?? doc;
      if (step instanceof AttrStep) {
        const part = shownPart(this.#layout, after.resolve(step.pos).index(0));
        return part?.kind === "text" && part.end !== null;
      }
      const range = stepRange(step, false);
      return !range || editedBlock(docs[i] as Node, after, range, this.#layout, this.target.rivals) !== null;
    });
  }

  protected override writeOver(before: Node, replaced: Replaced, after: Node): void {
    const { arriving: arrives } = this.moves;
    const { start, edits } = editOfBlocks(before, after, { ...replaced, arrives }, this.#layout);
    this.writeShown(start, isPartStart(this.#layout, start), edits);
    deleteCopies(this.target, removedFigures(edits, after));
  }

  /** A style set while an input method composes: the block's end is the same, whatever waits to be shown. */
  #styleBehind(block: number, node: Node): void {
    const part = shownPart(this.#layout, block);
    if (part?.kind !== "text" || !part.end) return;
    const now = terminatorStyle(part.end);
    if (node.attrs.style !== now.style) part.end.set("style", node.attrs.style);
    if (node.attrs.indent !== now.indent) part.end.set("indent", node.attrs.indent);
  }

  /** An embedded object cannot change; another one takes the place of exactly this one. */
  #writeAtom(position: number, node: Node): void {
    const at = flatIndex(this.#layout, position);
    this.target.delete(at, 1);
    this.target.insertEmbed(at, atomEmbed(node));
  }

  protected finishWriting(transactions: readonly Transaction[]): void {
    this.recordMoves(transactions);
    const document = (transactions[transactions.length - 1] as Transaction).doc;
    const stretches = touched(transactions);
    if (stretches.length === 0) return;
    if (this.waiting) {
      const inText = (from: number, to: number) => this.inText(from, to);
      this.#writeMarks(chosenMarks(document, this.#layout, this.#spans(), stretches, inText));
      return;
    }
    const spans = this.#spans();
    if (spans.length === 0 && !stretches.some(({ from, to }) => hasMarks(document, from, to))) return;
    this.#writeMarks(markChanges(document, this.#layout, spans, stretches));
  }
}
