import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import type { ArticleContent } from "../src/domain/article/content.ts";
import { ShownText } from "../src/domain/article/shownText.ts";
import { Groups } from "./groups.ts";
import { changedRegion, spaces } from "./ledger.ts";

/** One person's body, and what ends each of its blocks: an identity that nobody sees, or null. */
export interface Sight {
  doc: Node;
  ends: readonly (string | null)[];
  /** The ends of hidden blocks too. */
  every: readonly string[];
}

/** What ends the blocks of a body, in order. */
export function blockEnds(doc: Y.Doc): Pick<Sight, "ends" | "every"> {
  const shown = new ShownText(doc);
  const parts = shown.parts();
  const visible = shown.visible(parts);
  const ids = parts.map((part) => (part.kind === "text" ? part.end?._item?.id : undefined));
  const all = ids.map((id) => (id ? `${id.client}.${id.clock}` : null));
  return { ends: all.filter((_, i) => visible[i]), every: all.filter((end) => end !== null) };
}

/** The indexes of the blocks that a change touches, and of so many `beside` them on each side. */
export function blocksIn(doc: Node, from: number, to: number, beside = 0): number[] {
  const index = (position: number): number => doc.resolve(Math.min(position, doc.content.size)).index(0);
  const first = Math.max(0, index(from) - beside);
  const last = Math.min(doc.childCount - 1, index(Math.max(from, to)) + beside);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** What may bring letters that were there before to another place. */
const moving: ReadonlySet<string> = new Set(["undo", "redo", "drag", "moveBlocks", "pasteCut"]);

/** What takes whole blocks out joins none. */
const wholeBlocks: ReadonlySet<string> = new Set(["deleteBlocks", "moveBlocks", "deleteAll"]);

/**
 * Which letters people put into one paragraph. From it follows what may stand together in the end: letters that
 * somebody wrote, left or put in one block, and those that belong to the same third ones. Words typed into a paragraph
 * that another deletes or moves meanwhile belong to no other one (M9, M10).
 */
export class Paragraphs {
  readonly #groups = new Groups();
  /** Letters that were moved or brought back, and the ends of the blocks into which they came. */
  readonly #moved = new Set<string>();
  /** Ends that went with a join. */
  readonly #joined = new Set<string>();
  /** New blocks, each with the end behind which it came. */
  readonly #behind: [end: string, fresh: string][] = [];

  /** The body as it was before anybody came. */
  began(sight: Sight): void {
    this.#note(sight, 0, sight.doc.content.size);
  }

  /** One person's operation turned a body into another; `document` is that person's. */
  saw(kind: string, before: Sight, after: Sight, document: Y.Doc): void {
    const region = changedRegion(before.doc, after.doc);
    if (!region) return;
    if (moving.has(kind)) this.#noteMoved(before, after);
    this.#note(after, region.start, region.after);
    this.#noteSpots(before, after);
    if (wholeBlocks.has(kind)) return;
    // Blocks that were joined may have been empty.
    const gone = before.every.filter((end) => isDeleted(document, end));
    if (gone.length === 0) return;
    const old = blocksIn(before.doc, region.start, region.before).flatMap((i) => before.ends[i] ?? []);
    for (const end of gone) this.#joined.add(end);
    const left = blocksIn(after.doc, region.start, region.after).flatMap((i) => after.ends[i] ?? []);
    for (const end of [...gone, ...old, ...left]) this.#groups.join(gone[0] as string, end);
  }

  #noteMoved(before: Sight, after: Sight): void {
    const stood = endsOfLetters(before);
    for (const [letter, end] of endsOfLetters(after)) {
      if (stood.get(letter) === end) continue;
      this.#moved.add(letter);
      if (end !== null) this.#moved.add(end);
    }
  }

  /**
   * Who puts blocks before another and who writes at the start of that other one go to the same spot; and so do
   * those who put blocks behind one that somebody joins with the next.
   */
  #noteSpots(before: Sight, after: Sight): void {
    const known = new Set(before.ends);
    let first: string | null = null;
    let last: string | null = null;
    for (const end of after.ends) {
      const fresh = end !== null && !known.has(end);
      if (fresh && first === null && last !== null) this.#behind.push([last, end]);
      if (fresh) first ??= end;
      else {
        if (end !== null && first !== null) this.#groups.join(first, end);
        first = null;
      }
      last = end;
    }
  }

  #note({ doc, ends }: Sight, from: number, to: number): void {
    for (const i of blocksIn(doc, from, to)) {
      const members = lettersOf(doc.child(i).textContent);
      const end = ends[i];
      if (end) members.push(end);
      if (end && this.#moved.has(end)) for (const member of members) this.#moved.add(member);
      for (const member of members) this.#groups.join(members[0] as string, member);
    }
  }

  judge({ body }: ArticleContent): string[] {
    const wrongs: string[] = [];
    const firstBehind = new Map<string, string>();
    for (const [end, fresh] of this.#behind) {
      if (this.#joined.has(end)) this.#groups.join(end, fresh);
      const first = firstBehind.get(end) ?? fresh;
      this.#groups.join(first, fresh);
      firstBehind.set(end, first);
    }
    for (const block of body) {
      if (block.kind !== "text") continue;
      const letters = lettersOf(block.runs.map(({ text }) => text).join(""));
      letters.forEach((letter, i) => {
        const last = letters[i - 1];
        if (last === undefined || this.#moved.has(last) || this.#moved.has(letter)) return;
        if (!this.#groups.together(last, letter))
          wrongs.push(`paragraph: ${last} and ${letter} are in one, into which nobody put them`);
      });
    }
    return wrongs;
  }
}

const lettersOf = (text: string): string[] => Array.from(text.replace(spaces, ""));

function endsOfLetters({ doc, ends }: Sight): Map<string, string | null> {
  const found = new Map<string, string | null>();
  doc.forEach((block, _at, i) => {
    for (const letter of lettersOf(block.textContent)) found.set(letter, ends[i] ?? null);
  });
  return found;
}

/** Whether an end went, as with a join; that of a block which was deleted as a whole stays. */
function isDeleted({ store }: Y.Doc, end: string): boolean {
  const [client, clock] = end.split(".").map(Number) as [number, number];
  return Y.getItem(store, Y.createID(client, clock)).deleted;
}
