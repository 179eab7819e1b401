import type { Slice } from "@tiptap/pm/model";
import type * as Y from "yjs";
import {
  bodyBinding,
  bodySchemaParts,
  createArticleUndo,
  fieldBinding,
  fieldSchemaParts,
} from "../src/binding/index.ts";
import { HeadlessEditor } from "../src/binding/testing/headlessEditor.ts";
import { fieldText, mediaMap, mediaText } from "../src/domain/article/document.ts";
import { type ArticleSession, openArticle } from "../src/session/index.ts";
import { type Host, Network } from "./network.ts";
import type { TextName } from "./operations.ts";
import { articleId, type Server } from "./server.ts";

type ArticleUndo = ReturnType<typeof createArticleUndo>;

/** What a page tells the run that watches it. */
export interface PageWatcher {
  /** The page just said that everything it shows is saved. */
  saysSaved(person: Person): void;
  /** The page changed its document although its person did nothing so far. */
  wroteUnasked(person: Person): void;
}

/** One person with one page: real session, real undo, real bindings. */
export class Person {
  readonly name: number;
  readonly id: string;
  readonly network: Network;
  session: ArticleSession;
  undo: ArticleUndo;
  /** Words that were cut and not yet pasted, and which letters they were. */
  clipboard: { slice: Slice; cut: string } | null = null;
  /** True while the person does something. */
  acting = false;
  acted = false;
  #editors = new Map<string, HeadlessEditor>();
  readonly #server: Server;
  readonly #watcher: PageWatcher;

  constructor(name: number, server: Server & Host, watcher: PageWatcher) {
    this.name = name;
    this.id = `person-${name}`;
    this.#server = server;
    this.#watcher = watcher;
    this.network = new Network(server, this.id);
    const { session, undo } = this.#open();
    this.session = session;
    this.undo = undo;
  }

  get mayWrite(): boolean {
    const { phase, mayWrite } = this.session.state.getState();
    return phase === "ready" && mayWrite;
  }

  get saved(): boolean {
    return this.session.state.getState().save.kind === "saved";
  }

  #open(): { session: ArticleSession; undo: ArticleUndo } {
    const session = openArticle({
      articleId,
      personId: this.id,
      serverUrl: "http://desk.example",
      platform: { WebSocket: this.network.socketClass(), fetch: (_url, init) => this.#post(init) },
    });
    const { doc } = session;
    doc.on("update", (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (transaction.local && !this.acting && !this.acted) this.#watcher.wroteUnasked(this);
    });
    let saved = false;
    session.state.subscribe(({ save }) => {
      const now = save.kind === "saved";
      if (now && !saved) this.#watcher.saysSaved(this);
      saved = now;
    });
    return { session, undo: createArticleUndo(doc) };
  }

  async #post(init: RequestInit | undefined): Promise<Response> {
    const { upMs, downMs } = this.network;
    await new Promise((resolve) => setTimeout(resolve, upMs));
    if (!this.network.online) throw new TypeError("fetch failed");
    const response = await this.#server.handIn(this.id, init?.body as Uint8Array);
    await new Promise((resolve) => setTimeout(resolve, downMs));
    return response;
  }

  /** Closes the page and opens the article again: another client, no history. */
  reopen(): void {
    for (const editor of this.#editors.values()) editor.destroy();
    this.#editors.clear();
    this.undo.destroy();
    void this.session.discardLocal();
    this.acted = false;
    Object.assign(this, this.#open());
  }

  /** The ids of the pictures there are, in a lasting order. */
  media(): string[] {
    return [...mediaMap(this.session.doc).keys()].sort();
  }

  /** `choice` in thousandths picks the picture of a caption or credit. Null while there is none. */
  editor(text: TextName, choice = 0): HeadlessEditor | null {
    const { doc } = this.session;
    const { undo } = this;
    if (text === "body")
      return this.#kept("body", () => new HeadlessEditor(bodySchemaParts, bodyBinding({ doc, undo })));
    if (text === "headline" || text === "lead") return this.#field(text, fieldText(doc, text));
    const ids = this.media();
    const id = ids[Math.floor((choice * ids.length) / 1000)];
    const found = id === undefined ? null : mediaText(doc, id, text);
    return found && this.#field(`${text} of ${id}`, found);
  }

  #field(name: string, text: Y.Text): HeadlessEditor {
    const { undo } = this;
    return this.#kept(name, () => new HeadlessEditor(fieldSchemaParts, [fieldBinding({ text, undo })]));
  }

  #kept(name: string, create: () => HeadlessEditor): HeadlessEditor {
    const known = this.#editors.get(name);
    if (known) return known;
    const created = create();
    this.#editors.set(name, created);
    return created;
  }

  /** All texts as this person sees them, by name. */
  editors(): ReadonlyMap<string, HeadlessEditor> {
    this.editor("body");
    this.editor("headline");
    this.editor("lead");
    return this.#editors;
  }

  async leave(): Promise<void> {
    for (const editor of this.#editors.values()) editor.destroy();
    this.undo.destroy();
    await this.session.discardLocal();
  }
}
