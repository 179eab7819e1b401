// Before everything that keeps the clock it finds.
// oxlint-disable-next-line import/no-duplicates
import "./time.ts";
import { isDeepStrictEqual } from "node:util";
import type { Node } from "@tiptap/pm/model";
import * as Y from "yjs";
import { Random } from "../src/binding/testing/random.ts";
import { bindingOf } from "../src/binding/textBinding.ts";
import type { ArticleContent } from "../src/domain/article/content.ts";
import { readArticle } from "../src/domain/article/readArticle.ts";
import { articleFromTemplate } from "../src/domain/article/template.ts";
import { Disk } from "./disk.ts";
import { performEdit } from "./editing.ts";
import { Formats } from "./formats.ts";
import { Ledger, spaces } from "./ledger.ts";
import { Moments } from "./moments.ts";
import { edits, type MishapKind, type Operation, type Script } from "./operations.ts";
import { blockEnds, Paragraphs } from "./paragraphs.ts";
import { Person } from "./person.ts";
import { articleId, Server } from "./server.ts";
import { SimulatedTime } from "./time.ts";

export interface Outcome {
  /** Empty when every promise was kept. */
  wrongs: string[];
  /** How often each kind of operation changed something. */
  done: Record<string, number>;
  edits: number;
}

const editKinds: ReadonlySet<string> = new Set(edits);

/** Plays a script from the opening of the article until all is quiet, and says which promises were broken. */
export async function play(script: Script): Promise<Outcome> {
  const time = new SimulatedTime();
  const random = new Random(script.seed ^ 0x5eed);
  time.start(() => random.next());
  const world = new World(script, time);
  try {
    await world.run();
  } catch (cause) {
    world.wrong(`threw: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  } finally {
    await world.end();
    time.stop();
  }
  return { wrongs: world.wrongs, done: world.done, edits: world.edits };
}

class World {
  readonly wrongs: string[] = [];
  readonly done: Record<string, number> = {};
  edits = 0;
  readonly #script: Script;
  readonly #time: SimulatedTime;
  readonly #ledger = new Ledger();
  readonly #formats = new Formats();
  readonly #paragraphs = new Paragraphs();
  readonly #moments = new Moments();
  readonly #disk: Disk;
  readonly #server: Server;
  readonly #people: Person[] = [];

  constructor(script: Script, time: SimulatedTime) {
    this.#script = script;
    this.#time = time;
    const { words } = this.#ledger;
    const texts = { credit: "", source: "", alt: "" };
    const first = articleFromTemplate({
      language: "de-CH",
      fields: { headline: words(5), lead: words(8) },
      leadPicture: { id: "lead", asset: "0".repeat(64), caption: words(4), ...texts },
      body: [
        { kind: "text", style: "heading", runs: [{ text: words(4) }] },
        { kind: "text", style: "paragraph", runs: [{ text: words(4) }, { text: words(3), bold: true }] },
        { kind: "figure", id: "figure", asset: "1".repeat(64), caption: words(3), ...texts },
        { kind: "text", style: "bullet", runs: [{ text: words(5) }] },
        { kind: "text", style: "paragraph", runs: [{ text: words(9) }] },
      ],
    });
    this.#disk = new Disk(articleId, first);
    this.#ledger.began(this.#shown(readArticle(this.#disk.committed)));
    this.#server = new Server(this.#disk, script.frameBytes);
  }

  wrong(what: string): void {
    this.wrongs.push(what);
  }

  async run(): Promise<void> {
    for (let name = 0; name < this.#script.people; name++) {
      this.#people.push(
        new Person(name, this.#server, {
          saysSaved: (person) => this.#holdToSaved(person),
          wroteUnasked: (person) => this.wrong(`opening wrote: the page of ${person.name}`),
        }),
      );
    }
    const before = Y.encodeStateAsUpdate(this.#disk.committed);
    await this.#time.pass(150);
    for (const person of this.#people) if (person.mayWrite) person.editors();
    await this.#time.pass(50);
    const first = this.#people[0]?.editor("body");
    if (first) {
      const sight = { doc: first.doc, ...blockEnds(this.#disk.committed) };
      this.#formats.began(sight);
      this.#paragraphs.began(sight);
    }
    if (!isDeepStrictEqual(Y.encodeStateAsUpdate(this.#disk.committed), before))
      this.wrong("opening wrote: the disk has changed");
    for (const operation of this.#script.operations) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#time.pass(operation.after);
      this.#perform(operation);
    }
    await this.#heal();
    this.#check();
  }

  /** Everybody leaves while the simulated clock still goes. */
  async end(): Promise<void> {
    for (const person of this.#people) void person.leave();
    await this.#time.pass(10);
    this.#disk.close();
  }

  #perform(operation: Operation): void {
    const person = this.#people[operation.who % this.#people.length] as Person;
    if (!editKinds.has(operation.do)) this.#mishap(person, operation);
    else if (person.mayWrite) this.#edit(person, operation);
  }

  #edit(person: Person, operation: Operation): void {
    // A caption that nobody has opened yet is not empty before the first word in it.
    person.editor(operation.text ?? "body", operation.c);
    person.editor(operation.to ?? "body", operation.b);
    const before = new Map([...person.editors()].map(([name, editor]) => [name, editor.doc]));
    const { doc } = person.session;
    const ends = blockEnds(doc);
    const removed: Y.Transaction["deleteSet"][] = [];
    const note = ({ deleteSet }: Y.Transaction): void => void removed.push(deleteSet);
    doc.on("afterTransaction", note);
    person.acting = true;
    performEdit(person, operation, this.#ledger.words);
    person.acting = false;
    doc.off("afterTransaction", note);
    const at = this.#moments.next(doc, removed);
    const texts = [...person.editors()]
      .map(([name, { doc: after }]) => ({ name, before: before.get(name) ?? emptied(after), after }))
      .filter((text) => text.before !== text.after);
    if (!this.#ledger.saw(person.name, operation.do, texts)) return;
    const body = texts.find(({ name }) => name === "body");
    if (body) {
      const old = { doc: body.before, ...ends };
      const now = { doc: body.after, ...blockEnds(doc) };
      this.#formats.saw(at, operation.do, old, now);
      this.#paragraphs.saw(operation.do, old, now, doc);
    }
    person.acted = true;
    this.edits++;
    this.#count(operation.do);
  }

  #count(kind: string): void {
    this.done[kind] = (this.done[kind] ?? 0) + 1;
  }

  #mishap(person: Person, { do: kind, a = 5, b = 5, n = 1 }: Operation): void {
    this.#count(kind);
    const { network } = person;
    switch (kind as MishapKind) {
      case "wait":
        return;
      case "slow":
        network.upMs = a;
        network.downMs = b;
        return;
      case "cut line":
        network.cut(n === 1);
        return;
      case "offline":
        network.goOffline();
        return;
      case "online":
        network.goOnline();
        return;
      case "deaf":
        network.muted = true;
        setTimeout(() => {
          network.muted = false;
          network.cut(true);
        }, 400);
        return;
      case "reopen":
        if (person.saved) person.reopen();
        return;
      case "crash":
        this.#crash(n);
        return;
      case "disk full":
        this.#disk.failures = n;
        return;
      case "disk slow":
        this.#disk.latencyMs = n;
    }
  }

  #crash(forMs: number): void {
    const promised = this.#people.filter((person) => person.saved);
    this.#server.crash(forMs);
    for (const { network } of this.#people) network.cut(false);
    const kept = this.#disk.load(articleId);
    for (const { name, session } of promised) {
      let lacked = false;
      const note = (): void => {
        lacked = true;
      };
      kept.on("update", note);
      Y.applyUpdate(kept, Y.encodeStateAsUpdate(session.doc));
      kept.off("update", note);
      if (lacked) this.wrong(`saved: the crash took what ${name} was told is saved`);
    }
  }

  #holdToSaved({ name, session }: Person): void {
    const stored = Y.decodeStateVector(Y.encodeStateVector(this.#disk.committed));
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(session.doc)))
      if (clock > (stored.get(client) ?? 0)) this.wrong(`saved: ${name} was told so too early`);
  }

  /** Lines, server and disk are well again; until everybody is told that all is saved and sees the same. */
  async #heal(): Promise<void> {
    this.#disk.failures = 0;
    this.#disk.latencyMs = 2;
    for (const { network } of this.#people) {
      network.goOnline();
      network.upMs = 2;
      network.downMs = 2;
    }
    // Twice: an undo that only deletes moves no clock, and may still be on its way over a slow line.
    let quiet = 0;
    for (let rounds = 0; rounds < 400; rounds++) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#time.pass(500);
      quiet = this.#quiet() ? quiet + 1 : 0;
      if (quiet === 2) return;
    }
    const states = this.#people.map(({ session }) => JSON.stringify(session.state.getState().save));
    this.wrong(`healing: not everything is saved after 200 s: ${states.join(" ")}`);
  }

  #quiet(): boolean {
    const all = Y.encodeStateVector(this.#disk.committed);
    const same = Y.decodeStateVector(all);
    return this.#people.every(({ saved, session }) => {
      if (!saved || this.#server.upgrade === null) return false;
      const own = Y.decodeStateVector(Y.encodeStateVector(session.doc));
      return own.size === same.size && [...own].every(([client, clock]) => same.get(client) === clock);
    });
  }

  #check(): void {
    const stored = readArticle(this.#disk.load(articleId));
    for (const person of this.#people) {
      const read = readArticle(person.session.doc);
      if (!isDeepStrictEqual(read, stored))
        this.wrong(`diverged: ${person.name} has another article than the disk`);
      this.#checkEditors(person, read);
    }
    for (const wrong of this.#ledger.judge(this.#shown(stored))) this.wrong(wrong);
    for (const wrong of this.#formats.judge(stored)) this.wrong(wrong);
    for (const wrong of this.#paragraphs.judge(stored)) this.wrong(wrong);
  }

  /** Every text shows what is in the document, and showing it anew would change nothing. */
  #checkEditors(person: Person, read: ArticleContent): void {
    for (const [name, editor] of person.editors()) {
      editor.doc.check();
      const shown = editor.doc;
      bindingOf(editor.state)?.refresh();
      if (!editor.doc.eq(shown)) this.wrong(`shown: ${person.name} is shown another ${name} than there is`);
      if (name === "body" && !isDeepStrictEqual(blocksOf(shown), blocksOfArticle(read)))
        this.wrong(`shown: ${person.name} sees other blocks than the article has`);
    }
  }

  /** The tokens of all texts, as any reader gets them. */
  #shown({ fields, body, media }: ArticleContent): string {
    let out = Object.values(fields).join("");
    for (const block of body)
      if (block.kind === "text") out += block.runs.map(({ text }) => text).join("");
      else if (block.kind === "figure") out += this.#ledger.figure(block.id);
    for (const { caption, credit, source, alt } of Object.values(media))
      out += caption + credit + source + alt;
    return out.replace(spaces, "");
  }
}

const emptied = (doc: Node): Node => doc.copy(doc.content.cut(0, 0));

type Block =
  | [style: string, indent: number, runs: [text: string, marks: string][]]
  | [kind: string, id: string];

/** Blocks in words of their own, so that the two readings have nothing in common but the result. */
function blocksOf(doc: Node): Block[] {
  const blocks: Block[] = [];
  doc.forEach((node) => {
    if (!node.isTextblock) {
      blocks.push([node.type.name, String(node.attrs.id ?? "")]);
      return;
    }
    const runs: [string, string][] = [];
    node.forEach((inline) => {
      const marks = inline.marks.map(({ type, attrs }) => `${type.name}${attrs.href ?? ""}`).sort();
      addRun(runs, inline.text ?? "\n", marks.join(" "));
    });
    blocks.push([String(node.attrs.style), Number(node.attrs.indent), runs]);
  });
  return blocks;
}

function blocksOfArticle({ body }: ArticleContent): Block[] {
  const blocks = body.map((block): Block => {
    if (block.kind === "figure") return ["figure", block.id];
    if (block.kind !== "text") return [block.kind, ""];
    const runs: [string, string][] = [];
    for (const { text, bold, italic, link } of block.runs) {
      const marks = [bold && "bold", italic && "italic", link !== undefined && `link${link}`].filter(Boolean);
      addRun(runs, text, marks.filter((mark) => mark !== false).join(" "));
    }
    return [block.style, block.indent, runs];
  });
  return blocks.length > 0 ? blocks : [["paragraph", 0, []]];
}

function addRun(runs: [string, string][], text: string, marks: string): void {
  const last = runs.at(-1);
  if (last?.[1] === marks) last[0] += text;
  else runs.push([text, marks]);
}
