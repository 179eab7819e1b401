import type { Node } from "@tiptap/pm/model";

/**
 * What people did with every character and every figure («token»; each appears once in a run), as each saw it
 * happen in the own editor at the time. From it follows what the article may hold in the end:
 *
 * 1. No token is there twice.
 * 2. A token is there if every removal of it was taken back by whoever removed it, that is also if there was none.
 *    So two people who both undo the removal of one character have it back once.
 * 3. A token that somebody removed and nobody put back or moved is gone.
 * 4. Removed by one and put back or moved by another, it may be either.
 * 5. Undo and redo take away what their person typed, put back or moved, and put back what their person removed,
 *    nothing else.
 */
interface Token {
  author: number;
  removedBy: Set<number>;
  /** Who put it back or moved it. */
  heldBy: Set<number>;
}

export const spaces = /\s/g;

export class Ledger {
  readonly #tokens = new Map<string, Token>();
  readonly #figures = new Map<string, string>();
  readonly wrongs: string[] = [];
  #next = 0x4e00;

  /** Characters that no other word of the run has. */
  readonly words = (count: number): string => {
    let text = "";
    for (let i = 0; i < count; i++) {
      text += String.fromCharCode(this.#next++);
      if (this.#next === 0xa000) this.#next = 0xac00;
    }
    return text;
  };

  get size(): number {
    return this.#tokens.size;
  }

  /** The tokens of an editor between two positions. Spaces are none: they come where lines are joined. */
  tokensOf(doc: Node, from = 0, to = doc.content.size): string {
    let out = "";
    doc.nodesBetween(from, to, (node, at) => {
      if (node.isText) out += (node.text as string).slice(Math.max(0, from - at), Math.max(0, to - at));
      else if (node.type.name === "figure") out += this.figure(String(node.attrs.id));
    });
    return out.replace(spaces, "");
  }

  /** The character that stands for a figure. */
  figure(id: string): string {
    let token = this.#figures.get(id);
    if (token === undefined) {
      token = String.fromCharCode(0xe000 + this.#figures.size);
      this.#figures.set(id, token);
    }
    return token;
  }

  /** What was in the article before anybody came. */
  began(tokens: string): void {
    for (const token of tokens) this.#tokens.set(token, newToken(-1));
  }

  /** One person's operation turned texts of theirs from `before` into `after`. False when nothing in them changed. */
  saw(who: number, kind: string, texts: Iterable<{ before: Node; after: Node }>): boolean {
    const changes: { old: Set<string>; fresh: Set<string> }[] = [];
    for (const { before, after } of texts) {
      const region = changedRegion(before, after);
      if (!region) continue;
      const old = new Set(this.tokensOf(before, region.start, region.before));
      changes.push({ old, fresh: new Set(this.tokensOf(after, region.start, region.after)) });
    }
    const history = kind === "undo" || kind === "redo";
    // What leaves one text may arrive in another.
    for (const { old, fresh } of changes)
      for (const token of old) if (!fresh.has(token)) this.#removed(who, kind, token, history);
    for (const { old, fresh } of changes)
      for (const token of fresh) this.#arrived(who, kind, token, history, old.has(token));
    return changes.length > 0;
  }

  #removed(who: number, kind: string, token: string, history: boolean): void {
    const known = this.#tokens.get(token);
    if (!known) return;
    if (history && known.author !== who && !known.heldBy.has(who))
      this.wrongs.push(`undo: ${kind} of ${who} took away ${name(token)} of ${known.author}`);
    known.removedBy.add(who);
  }

  #arrived(who: number, kind: string, token: string, history: boolean, stayed: boolean): void {
    const known = this.#tokens.get(token);
    if (!known) {
      this.#tokens.set(token, newToken(who));
      return;
    }
    if (stayed) {
      if (kind === "moveBlocks" || kind === "drag" || kind === "moveFigure") known.heldBy.add(who);
      return;
    }
    if (history && !known.removedBy.has(who) && !known.heldBy.has(who))
      this.wrongs.push(`undo: ${kind} of ${who} put back ${name(token)}, which another removed`);
    known.removedBy.delete(who);
    known.heldBy.add(who);
  }

  /** What is wrong with an article that shows these tokens. */
  judge(shown: string): string[] {
    const count = new Map<string, number>();
    for (const token of shown) count.set(token, (count.get(token) ?? 0) + 1);
    const wrongs = [...this.wrongs];
    for (const [token, { removedBy, heldBy }] of this.#tokens) {
      const times = count.get(token) ?? 0;
      if (times > 1) wrongs.push(`doubled: ${name(token)} is there ${times} times`);
      else if (times === 0 && removedBy.size === 0) wrongs.push(`lost: ${name(token)}`);
      else if (times === 1 && removedBy.size > 0 && heldBy.size === 0)
        wrongs.push(`returned: ${name(token)}, removed by ${[...removedBy].join(" and ")}`);
    }
    return wrongs;
  }
}

/** What differs: from `start` to `before` in the one and to `after` in the other; null when nothing does. */
export function changedRegion(
  before: Node,
  after: Node,
): { start: number; before: number; after: number } | null {
  const start = before.content.findDiffStart(after.content);
  if (start === null) return null;
  const end = before.content.findDiffEnd(after.content) as { a: number; b: number };
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return { start, before: end.a + overlap, after: end.b + overlap };
}

const newToken = (author: number): Token => ({
  author,
  removedBy: new Set(),
  heldBy: new Set(),
});

const name = (token: string): string =>
  token >= "\ue000" && token < "\uf900" ? `figure ${token.charCodeAt(0) - 0xe000}` : token;
