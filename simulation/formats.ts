import type { Node } from "@tiptap/pm/model";
import type { ArticleContent, MarkName } from "../src/domain/article/content.ts";
import { Groups } from "./groups.ts";
import { changedRegion, spaces } from "./ledger.ts";
import { areConcurrent, beginning, knowsOf, type Moment } from "./moments.ts";
import { blocksIn, type Sight } from "./paragraphs.ts";

interface Said {
  value: string;
  at: Moment;
}

/** `value`: an address for a link, «on», or «» for none. `around`: the letters in whose midst it was put. */
interface Choice extends Said {
  around: readonly string[];
}

interface Letter {
  /** Choices that no later one knew of. */
  latest: Record<MarkName, Choice[]>;
  all: Record<MarkName, Choice[]>;
  /** Undo or redo changed it: whatever somebody once chose may show again. */
  revived: Set<MarkName>;
  styles: Set<string>;
  /** The ends of the blocks in which it stood. */
  ends: Set<string>;
  /** It was put into an empty block, or beside letters that were. */
  alone: boolean;
}

/** What stood where an operation changed something. */
interface Before extends Sight {
  looks: ReadonlyMap<string, Looks>;
  midst: readonly string[];
  /** Nothing else stood in those blocks. */
  emptied: boolean;
  /** There were fewer blocks: one was parted, and its style given to both, or new ones came. */
  parted: boolean;
  from: number;
  to: number;
}

interface Looks extends Record<MarkName, string> {
  style: string;
}

/** Words in the midst of words in the midst of others: so far does one who chose among the last reach the first. */
const aroundDepth = 3;

const names = ["bold", "italic", "link"] as const satisfies readonly MarkName[];
const lettersIn = (text: string): string[] => Array.from(text.replace(spaces, ""));
const concurrent = (a: Said, b: Said): boolean => areConcurrent(a.at, b.at);

/**
 * What people chose for the looks of every letter of the body. From it follows how the article may look in the end:
 *
 * 1. A letter carries a mark only as one of the latest choices for it has it: those that no other choice knew of.
 * 2. A letter that was typed or put among letters for which another chose something at the same time, or that came to
 *    stand beside such a letter, may follow that. Taking letters away by undo takes away what was chosen for them.
 *    Where the letters for which it was chosen are gone, nothing tells any more how near they stood.
 * 3. What undo or redo changed may be as anybody once chose it.
 * 4. A block has a style that somebody gave to one of its letters' blocks, full or empty, or at the same time to letters
 *    in whose midst one of its letters was put, or that were put into the same midst. Letters that came while somebody
 *    took blocks back may have lost the end of theirs, and with it what it was: they are a paragraph (M25), or what the
 *    block is that they ran into. A paragraph are also those before a figure or divider that came while somebody joined
 *    blocks (M28).
 * 5. Letters that were put into an emptied block carry marks that are not judged: what was deleted there may come back
 *    around them, and nothing that people see tells whose block it was. Such letters, and those that came at the time,
 *    may be in a block that was made out of theirs, and have its style.
 */
export class Formats {
  readonly #letters = new Map<string, Letter>();
  /** By a block's end, the styles that somebody gave that block, full or empty. */
  readonly #given = new Map<string, Said[]>();
  /** Ends of blocks that were one, or stood at one spot. */
  readonly #kin = new Groups();
  readonly #styled: (Said & { token: string })[] = [];
  /** Undo or redo that took blocks away. */
  readonly #takenBack: Said[] = [];
  /** What made blocks fewer, and what put figures or dividers anywhere. */
  readonly #joined: Said[] = [];
  readonly #parted: Said[] = [];

  /** The body as it was before anybody came. */
  began(first: Sight): void {
    const nothing = {
      doc: first.doc,
      ends: [],
      every: [],
      looks: new Map(),
      midst: [],
      emptied: false,
      parted: false,
      from: 0,
      to: 0,
    };
    this.#note(beginning, "began", nothing, first, 0, first.doc.content.size);
  }

  /** One person's operation turned the body from `before` into `after`. */
  saw(at: Moment, kind: string, sightBefore: Sight, sightAfter: Sight): void {
    const [before, after] = [sightBefore.doc, sightAfter.doc];
    const region = changedRegion(before, after);
    if (!region) return;
    const said = { value: "", at };
    if (after.childCount < before.childCount) {
      this.#joined.push(said);
      if (kind === "undo" || kind === "redo") this.#takenBack.push(said);
    }
    if (holdsAtom(after, region.start, region.after)) this.#parted.push(said);
    const looks = looksOf(before, region.start, region.before);
    const midst = aroundOf(before, region.start, region.before, 1);
    const emptied = aroundOf(before, region.start, region.before, 0).every((token) => looks.has(token));
    const parted = after.childCount > before.childCount;
    const old = { ...sightBefore, looks, midst, emptied, parted, from: region.start, to: region.before };
    this.#note(at, kind, old, sightAfter, region.start, region.after);
  }

  #note(at: Moment, kind: string, before: Before, sight: Sight, from: number, to: number): void {
    const { looks: old, midst, emptied, parted } = before;
    const { doc: after } = sight;
    const moves = kind === "moveBlocks" || kind === "drag";
    const history = kind === "undo" || kind === "redo";
    const fresh = looksOf(after, from, to);
    const around = [...new Set([...midst, ...aroundOf(after, from, to, 1)])];
    for (const [token, { style }] of fresh) {
      const was = old.get(token);
      if (!(was ? was.style !== style || moves : this.#letters.has(token))) continue;
      const letter = this.#letter(token);
      letter.styles.add(style);
      this.#styled.push({ value: style, at, token });
    }
    after.nodesBetween(from, Math.max(from, to), (node) => {
      if (!node.isTextblock) return true;
      const tokens = lettersIn(node.textContent);
      const style = String(node.attrs.style);
      if (parted) for (const token of tokens) this.#styled.push({ value: style, at, token });
      this.#settle(tokens, style, emptied);
      return false;
    });
    if (history)
      for (const [token] of old)
        if (!fresh.has(token))
          for (const name of names) this.#letter(token).all[name].push({ value: "", at, around });
    this.#place(at, before, sight, from, to);
    for (const [token, looks] of fresh) {
      const was = old.get(token);
      const letter = this.#letter(token);
      for (const name of names) {
        if (was && !moves && was[name] === looks[name]) continue;
        if (history) letter.revived.add(name);
        const choice = { value: looks[name], at, around };
        letter.latest[name] = [...letter.latest[name].filter((known) => !knowsOf(at, known.at)), choice];
        letter.all[name].push(choice);
      }
    }
  }

  /** New letters in a block follow those that they join. */
  #settle(tokens: readonly string[], style: string, emptied: boolean): void {
    const joined = tokens.map((token) => this.#letters.get(token)).filter((letter) => letter !== undefined);
    const styles = new Set(joined.flatMap((letter) => [...letter.styles]));
    if (joined.length === 0 || this.#mayHaveStyle(joined, style)) styles.add(style);
    for (const token of tokens) {
      if (this.#letters.has(token)) continue;
      const letter = this.#letter(token);
      letter.alone = joined.length === 0 ? emptied : joined.every(({ alone }) => alone);
      for (const each of styles) letter.styles.add(each);
    }
  }

  /** Which letters stand in which blocks, and the styles of blocks that came or were given another. */
  #place(at: Moment, before: Before, { doc, ends }: Sight, from: number, to: number): void {
    const styles = new Map<string, string>();
    before.ends.forEach((end, i) => {
      if (end !== null && i < before.doc.childCount) styles.set(end, String(before.doc.child(i).attrs.style));
    });
    const [origin] = blocksIn(before.doc, before.from, before.to).flatMap((i) => before.ends[i] ?? []);
    for (const i of blocksIn(doc, from, to)) {
      const block = doc.child(i);
      const end = ends[i] ?? null;
      if (!block.isTextblock || end === null) continue;
      if (origin !== undefined && !styles.has(end)) this.#kin.join(origin, end);
      const style = String(block.attrs.style);
      if (styles.get(end) !== style)
        this.#given.set(end, [...(this.#given.get(end) ?? []), { value: style, at }]);
      for (const token of block.textContent) this.#letter(token).ends.add(end);
    }
  }

  #letter(token: string): Letter {
    let letter = this.#letters.get(token);
    if (!letter) {
      const none = (): Record<MarkName, Choice[]> => ({ bold: [], italic: [], link: [] });
      letter = {
        latest: none(),
        all: none(),
        revived: new Set(),
        styles: new Set(),
        ends: new Set(),
        alone: false,
      };
      this.#letters.set(token, letter);
    }
    return letter;
  }

  judge({ body }: ArticleContent): string[] {
    const wrongs: string[] = [];
    const all: ShownLetter[] = [];
    for (const [i, block] of body.entries()) {
      if (block.kind !== "text") continue;
      const beforeAtom = body[i + 1] !== undefined && body[i + 1]?.kind !== "text";
      const letters = this.#lettersOf(block);
      all.push(...letters);
      const styled = letters.map(({ letter }) => letter);
      if (styled.length === 0 || this.#mayHaveStyle(styled, block.style)) continue;
      if (!(beforeAtom && block.style === "paragraph" && this.#mayBeParted()))
        wrongs.push(`format: a block is a ${block.style}, which nobody made it`);
    }
    for (const name of names) wrongs.push(...this.#judgeMark(name, all));
    return wrongs;
  }

  #mayHaveStyle(letters: readonly Letter[], style: string): boolean {
    if (letters.some((letter) => letter.styles.has(style) || this.#isGiven(letter, style))) return true;
    const came = letters.flatMap(({ all }) => all.bold);
    if (came.some((one) => this.#takenBack.some((said) => concurrent(one, said)))) {
      const near = letters.flatMap((letter) => [...this.#around(letter, "bold")]);
      if (style === "paragraph" || near.some(({ styles }) => styles.has(style))) return true;
    }
    return letters.some((letter) => {
      const arrivals = letter.all.bold;
      const met = this.#styled.filter(
        (said) => said.value === style && arrivals.some((arrival) => concurrent(arrival, said)),
      );
      if (met.length === 0) return false;
      const midst = this.#around(letter, "bold");
      const there = (token: string): boolean => midst.has(this.#letters.get(token) as Letter);
      return met.some(
        ({ token }) => there(token) || this.#letters.get(token)?.all.bold[0]?.around.some(there),
      );
    });
  }

  /** To a block in which it stood, or while it came to one that was made there. */
  #isGiven({ ends, alone, all }: Letter, style: string): boolean {
    for (const [end, said] of this.#given) {
      const such = said.filter(({ value }) => value === style);
      if (such.length === 0) continue;
      if (ends.has(end)) return true;
      const came = alone || such.some((one) => all.bold.some((arrival) => concurrent(arrival, one)));
      if (came && [...ends].some((own) => this.#kin.together(own, end))) return true;
    }
    return false;
  }

  #mayBeParted(): boolean {
    return this.#joined.some((join) => this.#parted.some((parted) => concurrent(join, parted)));
  }

  #lettersOf({ runs }: TextBlock): ShownLetter[] {
    const letters: ShownLetter[] = [];
    for (const { text, bold, italic, link } of runs) {
      const shown = { bold: bold ? "on" : "", italic: italic ? "on" : "", link: link ?? "" };
      for (const token of lettersIn(text)) {
        const letter = this.#letters.get(token);
        if (letter) letters.push({ token, letter, shown });
      }
    }
    return letters;
  }

  #judgeMark(name: MarkName, letters: readonly ShownLetter[]): string[] {
    const shownTokens = new Set(letters.map(({ token }) => token));
    const gone = [...this.#letters].filter(([token]) => !shownTokens.has(token)).map(([, letter]) => letter);
    const chosen = letters.map(({ letter, shown }) => isChosen(letter, name, shown[name]));
    return letters
      .filter(({ letter, shown }, at) => {
        if (chosen[at] || letter.alone) return false;
        const beside = [chosen.lastIndexOf(true, at), chosen.indexOf(true, at)].map(
          (k) => letters[k]?.letter,
        );
        return ![...beside, ...this.#around(letter, name), ...gone].some(
          (other) => other && follows(letter, other, name, shown[name]),
        );
      })
      .map(({ token, shown }) => `format: ${token} is ${name} «${shown[name]}», which nobody chose`);
  }

  /** The letters in whose midst it was put, and those in whose midst these were, as far as that may reach. */
  #around(letter: Letter, name: MarkName): Set<Letter> {
    const found = new Set([letter]);
    let last = [letter];
    for (let depth = 0; depth < aroundDepth; depth++) {
      const tokens = new Set(last.flatMap(({ latest }) => latest[name].flatMap(({ around }) => around)));
      last = [...tokens]
        .flatMap((token) => this.#letters.get(token) ?? [])
        .filter((other) => !found.has(other));
      for (const other of last) found.add(other);
    }
    return found;
  }
}

function isChosen({ latest, all, revived }: Letter, name: MarkName, value: string): boolean {
  const choices = revived.has(name) ? all[name] : latest[name];
  return choices.some((choice) => choice.value === value);
}

type TextBlock = Extract<ArticleContent["body"][number], { kind: "text" }>;

interface ShownLetter {
  token: string;
  letter: Letter;
  shown: Record<MarkName, string>;
}

/** Whether somebody chose that value for the `other` letter without knowing what was chosen for this one. */
const follows = (letter: Letter, other: Letter, name: MarkName, value: string): boolean =>
  other.all[name].some(
    (choice) => choice.value === value && letter.latest[name].some((own) => concurrent(own, choice)),
  );

function looksOf(doc: Node, from: number, to: number): Map<string, Looks> {
  const looks = new Map<string, Looks>();
  doc.nodesBetween(from, to, (node, at, parent) => {
    if (!node.isText) return;
    const marks = { bold: "", italic: "", link: "" };
    for (const { type, attrs } of node.marks)
      if (type.name in marks) marks[type.name as MarkName] = type.name === "link" ? String(attrs.href) : "on";
    const shared = { ...marks, style: String(parent?.attrs.style) };
    const text = (node.text as string).slice(Math.max(0, from - at), Math.max(0, to - at));
    for (const token of lettersIn(text)) looks.set(token, shared);
  });
  return looks;
}

function holdsAtom(doc: Node, from: number, to: number): boolean {
  let found = false;
  doc.nodesBetween(from, Math.max(from, to), (node) => {
    if (node.isBlock && !node.isTextblock) found = true;
    return !found;
  });
  return found;
}

/** The letters of the blocks that a change touches, and of so many `beside` them on each side. */
function aroundOf(doc: Node, from: number, to: number, beside: number): string[] {
  return blocksIn(doc, from, to, beside).flatMap((i) => lettersIn(doc.child(i).textContent));
}
