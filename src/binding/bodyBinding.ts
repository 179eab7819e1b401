import type { Node } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import {
  AddMarkStep,
  AttrStep,
  RemoveMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  type Step,
} from "@tiptap/pm/transform";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import { recordCopies } from "../domain/article/copies.ts";
import { bodyText, copiesMap, marksMap } from "../domain/article/document.ts";
import { MarkIndex } from "../domain/article/markIndex.ts";
import { type MarkChange, type MarkSpan, writeMarks } from "../domain/article/marks.ts";
import { type Range, ShownText, shownDelta } from "../domain/article/shownText.ts";
import type { DeltaOperation } from "./alignment.ts";
import { arrivedDelta } from "./arrivals.ts";
import {
  atomEmbed,
  blockNode,
  editorPosition,
  flatIndex,
  type LaidOut,
  laidOutLength,
  layOut,
} from "./bodyLayout.ts";
import { chosenMarks, markChanges, showMarks, touched } from "./bodyMarks.ts";
import { bringStyles, type Hunk, replaceBlocks, toHunks } from "./bodySteps.ts";
import { bodyUnits, deleteCopies, figureId, isPartStart, removedFigures, settle } from "./bodyWriter.ts";
import { writeEdits } from "./flatWriter.ts";
import { inlineNodes } from "./inline.ts";
import { type KeptWords, keptWords } from "./keptWords.ts";
import { MoveWitness } from "./moves.ts";
import { bindingPlugin, isFromDocument, TextBinding } from "./textBinding.ts";
import type { ArticleUndo } from "./undo.ts";
import { inlineUnits, textCut, type Unit, unitEdits } from "./units.ts";

export interface BodyBindingOptions {
  doc: Y.Doc;
  undo: ArticleUndo;
  /** Called after others took away the paragraph one was writing in, once for each. */
  onWordsKept?: (kept: KeptWords) => void;
}

/**
 * Keeps the body's editor (schema `bodySchemaParts`) equal to the document's flat body and marks, both ways.
 * The editor starts with the body's content as soon as the plugin's view exists; give it no content of its own.
 */
export function bodyBinding({ doc, undo, onWordsKept = () => {} }: BodyBindingOptions): Plugin[] {
  return [figureIdentity(), bindingPlugin((view) => new BodyBinding(view, doc, undo, onWordsKept), undo)];
}

/** A pasted copy of a figure is a figure of its own: copies of one id would be shown once only. */
function figureIdentity(): Plugin {
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

interface Incoming {
  delta: DeltaOperation[];
  /** The delta does not say all. */
  untold: boolean;
  ends: Set<Y.Map<unknown>>;
  marks: boolean;
  copies: boolean;
  /** Terminators of blocks that somebody deleted or moved as a whole. */
  retired: Set<Y.Map<unknown>>;
}

/** An edit inside one text block: `position` in the editor before all of them, `flat` in the text after them. */
interface PlainHunk {
  position: number;
  flat: number;
  removed: number;
  inserted: string[];
  part: LaidOut & { kind: "text" };
}

class BodyBinding extends TextBinding {
  #layout: LaidOut[] = [];
  #incoming: Incoming | null = null;
  readonly #marks: Y.Map<unknown>;
  readonly #copies: Y.Map<unknown>;
  readonly #moves = new MoveWitness();
  protected readonly target: ShownText;
  readonly #markIndex: MarkIndex;

  #onBody = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    if (this.writing) {
      this.measured();
      return;
    }
    const incoming = this.#expect();
    for (const event of events)
      if (event.target === (this.text as unknown)) {
        incoming.delta = arrivedDelta(event as unknown as Y.YTextEvent);
        incoming.untold = !this.tellsAll(incoming.delta);
        this.#followMarks(incoming.delta);
      } else if (event.target instanceof Y.Map && event.target.parent === this.text) {
        incoming.ends.add(event.target);
        if (event.keys.has("gone")) incoming.retired.add(event.target);
      }
  };
  #onMarks = (): void => {
    this.#markIndex.renew();
    if (!this.writing) this.#expect().marks = true;
  };
  #onCopies = (): void => {
    if (!this.writing) this.#expect().copies = true;
  };
  #afterTransaction = (): void => {
    const incoming = this.#incoming;
    this.#incoming = null;
    if (!incoming || this.view.isDestroyed) return;
    if (incoming.untold) this.showAnew();
    else this.#receive(incoming);
    if (incoming.retired.size > 0 && !this.waiting)
      for (const kept of keptWords(this.target, this.#layout, incoming.retired)) this.#onWordsKept(kept);
  };

  readonly #onWordsKept: (kept: KeptWords) => void;

  constructor(view: EditorView, doc: Y.Doc, undo: ArticleUndo, onWordsKept: (kept: KeptWords) => void) {
    super(view, bodyText(doc), undo);
    this.#onWordsKept = onWordsKept;
    this.#marks = marksMap(doc);
    this.#copies = copiesMap(doc);
    this.target = new ShownText(doc);
    this.#markIndex = new MarkIndex(doc);
    this.target.follower = this.#markIndex;
    this.text.observeDeep(this.#onBody as never);
    this.#marks.observe(this.#onMarks);
    this.#copies.observe(this.#onCopies);
    doc.on("afterTransaction", this.#afterTransaction);
  }

  override destroy(): void {
    super.destroy();
    this.text.unobserveDeep(this.#onBody as never);
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

  refresh(): void {
    const { state } = this.view;
    this.target.renew();
    this.#markIndex.renew();
    const parts = this.target.parts();
    this.#layout = layOut(parts, this.target.visible(parts));
    const spans = this.#spans();
    const shown = parts
      .filter((_, i) => this.#layout[i]?.visible)
      .map((part) => blockNode(state.schema, part, spans));
    const { tr } = state;
    replaceBlocks(tr, 0, state.doc.childCount, shown);
    this.show(tr);
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
      untold: false,
      ends: new Set(),
      marks: false,
      copies: false,
      retired: new Set(),
    };
    return this.#incoming;
  }

  // What others wrote

  #receive(incoming: Incoming): void {
    const { ends, marks, copies } = incoming;
    const hidden: readonly Range[] = this.target.gaps;
    const rivals = this.target.rivals;
    const removes = incoming.delta.some((operation) => operation.delete !== undefined);
    if (copies || hidden.length > 0 || (rivals.size > 0 && removes)) this.target.renew();
    const delta = shownDelta(incoming.delta, hidden, this.target);
    const hunks = toHunks(delta);
    const length = (): number => this.#layout.reduce((sum, part) => sum + laidOutLength(part), 0);
    if (this.holds(length, delta, () => marks || copies || this.#touchesSelected(hunks, ends))) return;
    const { tr } = this.view.state;
    const plain = ends.size === 0 && !copies ? this.#plainHunks(hunks) : null;
    if (plain) {
      const spans = this.#spans();
      for (const { position, removed, inserted, part, flat } of plain.reverse()) {
        const content = inlineNodes(this.view.state.schema, inserted, spans, flat);
        if (removed > 0 || content.size > 0) tr.replaceWith(position, position + removed, content);
        part.length += content.size - removed;
      }
    } else this.#showStructure(tr, hunks, ends);
    if (marks || copies) showMarks(tr, this.#layout, this.#spans());
    this.show(tr);
  }

  /** Whether an edit changes the one text block in which the selection is. */
  #touchesSelected(hunks: readonly Hunk[], ends: ReadonlySet<Y.Map<unknown>>): boolean {
    const { $from, $to } = this.view.state.selection;
    const part = $from.depth === 1 && $from.sameParent($to) ? this.#shownPart($from.index(0)) : undefined;
    if (part?.kind !== "text" || !part.end || ends.has(part.end)) return true;
    const start = this.toFlat($from.start());
    const end = start + laidOutLength(part);
    return hunks.some(({ at, removed }) => at + removed >= start && at < end);
  }

  /** The hunks as edits inside text blocks, in order; null when one of them touches more than that. */
  #plainHunks(hunks: readonly Hunk[]): PlainHunk[] | null {
    const out: PlainHunk[] = [];
    let shift = 0;
    let next = 0;
    let flat = 0;
    let position = 0;
    const grown = new Map<LaidOut, number>();
    for (const { at, removed, inserted } of hunks) {
      if (!inserted.every((piece) => typeof piece === "string")) return null;
      let part = this.#layout[next];
      while (part && (part.kind === "atom" || at > flat + part.length)) {
        flat += laidOutLength(part);
        if (part.visible) position += part.kind === "atom" ? 1 : part.length + 2;
        part = this.#layout[++next];
      }
      if (!part || part.kind !== "text" || !part.visible) return null;
      if (at < flat || at + removed > flat + part.length) return null;
      const added = inserted.reduce((sum, piece) => sum + piece.length, 0);
      const length = (grown.get(part) ?? part.length) + added - removed;
      if (length === 0 && this.#mayVanish(part.end)) return null;
      if (part.length === 0 && part.end && this.target.rivals.has(part.end)) return null;
      grown.set(part, length);
      out.push({ position: position + 1 + at - flat, flat: at + shift, removed, inserted, part });
      shift += added - removed;
    }
    return out;
  }

  /** Lays the body out anew and replaces the blocks that differ, styles by attribute steps. */
  #showStructure(tr: Transaction, hunks: readonly Hunk[], ends: ReadonlySet<Y.Map<unknown>>): void {
    const before = this.#layout;
    const parts = this.target.parts();
    const after = layOut(parts, this.target.visible(parts));
    const first = hunks[0]?.at ?? Number.POSITIVE_INFINITY;
    const last = hunks.reduce((end, hunk) => Math.max(end, hunk.at + hunk.removed), -1);
    const same = (a: LaidOut, b: LaidOut): boolean =>
      a.visible === b.visible &&
      (a.kind === "text"
        ? b.kind === "text" && a.length === b.length && a.end === b.end && !(a.end && ends.has(a.end))
        : b.kind === "atom" && a.embed === b.embed);
    let head = 0;
    let flat = 0;
    const least = Math.min(before.length, after.length);
    while (head < least) {
      const part = before[head] as LaidOut;
      const end = flat + laidOutLength(part);
      const open = part.kind === "text" && !part.end;
      if (end > first || (open && end === first) || !same(part, after[head] as LaidOut)) break;
      flat = end;
      head += 1;
    }
    let tail = 0;
    let start = before.reduce((sum, part) => sum + laidOutLength(part), 0);
    while (tail < least - head) {
      const part = before[before.length - 1 - tail] as LaidOut;
      start -= laidOutLength(part);
      if (start < last || !same(part, after[after.length - 1 - tail] as LaidOut)) break;
      tail += 1;
    }
    const shown = (layout: readonly LaidOut[], to: number): number =>
      layout.slice(0, to).filter((p) => p.visible).length;
    const fromBlock = shown(before, head);
    const emptyBefore = before.every((part) => !part.visible);
    const toBlock = emptyBefore ? tr.doc.childCount : shown(before, before.length - tail);
    bringStyles(tr, before, after, ends);
    const spans = this.#spans();
    const nodes = parts
      .slice(head, parts.length - tail)
      .filter((_, i) => after[head + i]?.visible)
      .map((part) => blockNode(tr.doc.type.schema, part, spans));
    replaceBlocks(tr, fromBlock, toBlock, nodes);
    this.#layout = after;
  }

  // What this person writes

  protected override beginWriting(transactions: readonly Transaction[]): void {
    this.target.witness = this.#moves.begin(transactions) ? this.#moves : null;
  }

  protected writeStep(before: Node, after: Node, step: Step): void {
    if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) return;
    if (step instanceof AttrStep) {
      if (this.waiting) return;
      const node = after.nodeAt(step.pos);
      if (node?.isBlock && !node.isTextblock) this.#writeAtom(step.pos, node);
      this.#layout = settle(this.target, after, this.#layout);
      return;
    }
    let from = Number.POSITIVE_INFINITY;
    let to = -1;
    let newFrom = Number.POSITIVE_INFINITY;
    let newTo = -1;
    step.getMap().forEach((a, b, c, d) => {
      from = Math.min(from, a);
      to = Math.max(to, b);
      newFrom = Math.min(newFrom, c);
      newTo = Math.max(newTo, d);
    });
    if (to < 0) return;
    if (this.#writePlain(before, after, from, to, newFrom, newTo)) return;
    if (atBlockEnd(before, to) && atBlockEnd(after, newTo)) {
      to += 1;
      newTo += 1;
    }
    this.target.witness ??= this.#moves;
    const cut = textCut(holdsInline(before, from, to), holdsInline(after, newFrom, newTo));
    const old = bodyUnits(before, from, to, this.#layout, cut);
    const fresh = bodyUnits(after, newFrom, newTo, null, cut);
    const edits = unitEdits(old, fresh);
    const start = flatIndex(this.#layout, from);
    if (this.waiting) {
      this.writeBehind(start, edits);
      return;
    }
    writeEdits(this.target, start, isPartStart(this.#layout, start), edits);
    deleteCopies(this.target, removedFigures(edits, after));
    this.#layout = settle(this.target, after, this.#layout);
  }

  /** An embedded object cannot change; another one takes the place of exactly this one. */
  #writeAtom(position: number, node: Node): void {
    const at = flatIndex(this.#layout, position);
    this.target.delete(at, 1);
    this.target.insertEmbed(at, atomEmbed(node));
  }

  /** The quick way for typing and deleting within one text block. */
  #writePlain(before: Node, after: Node, from: number, to: number, newFrom: number, newTo: number): boolean {
    const block = before.resolve(from);
    const fresh = after.resolve(newFrom);
    if (block.depth !== 1 || fresh.depth !== 1 || !block.parent.isTextblock || !fresh.parent.isTextblock)
      return false;
    if (to > block.end() || newTo > fresh.end() || before.childCount !== after.childCount) return false;
    const part = this.#shownPart(block.index(0));
    if (part?.kind !== "text" || part.length !== block.parent.content.size) return false;
    if (fresh.parent.content.size === 0 && this.#mayVanish(part.end)) return false;
    const old: Unit[] = [];
    const cut = textCut(to > from, newTo > newFrom);
    inlineUnits(block.parent, from - block.start(), to - block.start(), cut, old);
    const units: Unit[] = [];
    inlineUnits(fresh.parent, newFrom - fresh.start(), newTo - fresh.start(), cut, units);
    const edits = unitEdits(old, units);
    const start = flatIndex(this.#layout, from);
    if (this.waiting) this.writeBehind(start, edits);
    else writeEdits(this.target, start, false, edits);
    part.length = fresh.parent.content.size;
    return true;
  }

  /** Whether a block is hidden once it is empty. */
  #mayVanish(end: Y.Map<unknown> | null): boolean {
    return !end || end.get("gone") === true || this.target.rivals.has(end);
  }

  #shownPart(block: number): LaidOut | undefined {
    let left = block;
    for (const part of this.#layout) if (part.visible && left-- === 0) return part;
    return undefined;
  }

  #recordMoves(transactions: readonly Transaction[]): void {
    this.target.witness = null;
    const copies = this.#moves.finish(this.doc, transactions);
    if (copies.length === 0) return;
    recordCopies(this.doc, copies);
    this.target.renew();
  }

  protected finishWriting(transactions: readonly Transaction[]): void {
    if (this.target.witness) this.#recordMoves(transactions);
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

function holdsInline(document: Node, from: number, to: number): boolean {
  let found = false;
  document.nodesBetween(from, to, (node) => {
    if (node.isInline) found = true;
    return !found;
  });
  return found;
}

function hasMarks(document: Node, from: number, to: number): boolean {
  let found = false;
  document.nodesBetween(from, to, (node) => {
    if (node.isInline && node.marks.length > 0) found = true;
    return !found;
  });
  return found;
}

const atBlockEnd = (document: Node, position: number): boolean => {
  const place = document.resolve(position);
  return place.depth === 1 && place.parent.isTextblock && place.parentOffset === place.parent.content.size;
};
