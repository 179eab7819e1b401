import type { Node } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import * as Y from "yjs";
import { Random } from "../../../src/binding/testing/random.ts";
import { bodyText } from "../../../src/domain/article/document.ts";
import { framesASecond } from "../frames.ts";
import { makeArticle } from "./article.ts";
import { type Contender, contenders, mount, type OpenEditor, ours, schema, unmount } from "./contenders.ts";

/** Milliseconds of each round. `bare` is ProseMirror alone, `bareText` also makes the edit in a bare document. */
export type Rounds = Record<"ours" | "tiptap" | "bare" | "bareText", number[]>;

export const noRounds = (): Rounds => ({ ours: [], tiptap: [], bare: [], bareText: [] });

/** Keys that follow each other at one place. */
const burst = 10;
const warmUpBursts = 6;

interface Place {
  block: number;
  offset: number;
}

/** Where somebody writes: within a run of text, because the two sides grow marks differently at their ends. */
function place(document: Node, random: Random): Place {
  for (;;) {
    const block = random.below(document.childCount);
    const offset = random.below(document.child(block).content.size);
    if (document.resolve(positionOf(document, { block, offset })).textOffset > 0) return { block, offset };
  }
}

/** The position of a place in the document as it now is. */
function positionOf(document: Node, { block, offset }: Place): number {
  let at = 0;
  for (let i = 0; i < block; i++) at += document.child(i).nodeSize;
  return at + 1 + offset;
}

const pause = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

function timed(run: () => void): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

export interface KeyOptions {
  words: number;
  marks: number;
  bursts: number;
}

/** What one's own key costs: the dispatch of its transaction, with everything that follows from it. */
export async function localKeys({ words, marks, bursts }: KeyOptions): Promise<Rounds> {
  const article = makeArticle(schema, words, marks);
  const random = new Random(words + marks);
  const editors = contenders.map((contender) => contender.open(contender.store(article)));
  const bare = mount(EditorState.create({ schema, doc: article }));
  const bareText = mount(EditorState.create({ schema, doc: article }));
  const textDoc = bareDocument(ours.store(article));
  const text = bodyText(textDoc);
  const undo = new Y.UndoManager(text, { captureTimeout: 1_000 });
  const rounds = noRounds();
  for (let n = 0; n < bursts + warmUpBursts; n++) {
    const { block, offset } = place(bare.state.doc, random);
    const at = positionOf(bare.state.doc, { block, offset });
    // A block's closing token is a unit of the flat text, its opening one is not.
    const flat = at - 1 - block;
    const views = [
      { name: "ours", view: editors[0]?.view },
      { name: "tiptap", view: editors[1]?.view },
      { name: "bare", view: bare },
      { name: "bareText", view: bareText },
    ] as const;
    for (let k = 0; k < views.length; k++) {
      const { name, view } = views[(k + n) % views.length] as (typeof views)[number];
      if (!view) throw new Error("no editor");
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)));
      await pause();
      for (let i = 0; i < burst; i++) {
        const spent = timed(() => {
          view.dispatch(view.state.tr.insertText("e", at + i));
          if (name === "bareText") text.insert(flat + i, "e");
        });
        if (n >= warmUpBursts) rounds[name].push(spent);
      }
    }
  }
  for (const editor of editors) {
    if (!same(editor, bare.state.doc)) throw new Error("the editors differ after local keys");
    editor.close();
  }
  unmount(bare);
  unmount(bareText);
  undo.destroy();
  return rounds;
}

/** A document without an editor; its updates are sent on, as a connected page does. */
function bareDocument(bytes: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  doc.on("update", () => {});
  return doc;
}

const same = (editor: OpenEditor, document: Node): boolean =>
  JSON.stringify(editor.view.state.doc.toJSON()) === JSON.stringify(document.toJSON());

/** The updates of one person who types, made before anything is measured. */
function typist(contender: Contender, bytes: Uint8Array): (place: Place, text: string) => Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return (place, text) => {
    const before = Y.encodeStateVector(doc);
    contender.type(doc, place.block, place.offset, text);
    return Y.encodeStateAsUpdate(doc, before);
  };
}

/**
 * What a colleague's key costs the person who only looks. `bareText`: ProseMirror, and beside it the update in a bare
 * document with a history, which is the least for any editor over Yjs.
 */
export async function remoteKeys({ words, marks, bursts }: KeyOptions): Promise<Rounds> {
  const article = makeArticle(schema, words, marks);
  const random = new Random(words + marks + 1);
  const sides = contenders.map((contender) => {
    const bytes = contender.store(article);
    return { contender, bytes, editor: contender.open(bytes), write: typist(contender, bytes) };
  });
  const bare = mount(EditorState.create({ schema, doc: article }));
  const bareText = mount(EditorState.create({ schema, doc: article }));
  const textDoc = bareDocument(sides[0]?.bytes as Uint8Array);
  const undo = new Y.UndoManager(bodyText(textDoc));
  const rounds = noRounds();
  for (let n = 0; n < bursts + warmUpBursts; n++) {
    const { block, offset } = place(bare.state.doc, random);
    const at = positionOf(bare.state.doc, { block, offset });
    const updates = sides.map(({ write }) =>
      Array.from({ length: burst }, (_, i) => write({ block, offset: offset + i }, "e")),
    );
    const insert = (view: EditorView, i: number): void =>
      view.dispatch(view.state.tr.insert(at + i, schema.text("e", marksAt(view.state, at + i))));
    const ways: { name: keyof Rounds; bringIn: (i: number) => void }[] = [
      ...sides.map(({ contender, editor }, side) => ({
        name: contender.name,
        bringIn: (i: number) => Y.applyUpdate(editor.doc, updates[side]?.[i] as Uint8Array, "network"),
      })),
      { name: "bare", bringIn: (i) => insert(bare, i) },
      {
        name: "bareText",
        bringIn: (i) => {
          Y.applyUpdate(textDoc, updates[0]?.[i] as Uint8Array, "network");
          insert(bareText, i);
        },
      },
    ];
    for (let k = 0; k < ways.length; k++) {
      const { name, bringIn } = ways[(k + n) % ways.length] as (typeof ways)[number];
      await pause();
      for (let i = 0; i < burst; i++) {
        const spent = timed(() => bringIn(i));
        if (n >= warmUpBursts) rounds[name].push(spent);
      }
    }
  }
  for (const { editor, contender } of sides) {
    if (!same(editor, bare.state.doc)) throw new Error(`${contender.name} differs after remote keys`);
    editor.close();
  }
  unmount(bare);
  unmount(bareText);
  undo.destroy();
  return rounds;
}

/** A letter from a colleague takes the marks that grow over it, as both contenders have it. */
const marksAt = (state: EditorState, at: number) => state.doc.resolve(at).marks();

/** Milliseconds of each frame while twenty colleagues type ten keys a second; a frame's updates come together. */
export async function twentyTypists(words: number, marks: number, seconds: number): Promise<Rounds> {
  const typists = 20;
  const keysASecond = 10;
  const frames = framesASecond;
  const article = makeArticle(schema, words, marks);
  const writing: Place[] = Array.from({ length: typists }, (_, i) => ({
    // As far as there is room, each in a block of their own, so that one's letters do not move another's place.
    block: Math.floor(((i + 0.5) * article.childCount) / typists),
    offset: 2,
  }));
  const sides = contenders.map((contender) => {
    const bytes = contender.store(article);
    return {
      contender,
      editor: contender.open(bytes),
      writers: writing.map(() => typist(contender, bytes)),
    };
  });
  const bare = mount(EditorState.create({ schema, doc: article }));
  const rounds = noRounds();
  for (let second = -1; second < seconds; second++) {
    const perFrame: Place[][] = Array.from({ length: frames }, () => []);
    const indexes: number[][] = Array.from({ length: frames }, () => []);
    for (let key = 0; key < typists * keysASecond; key++) {
      const who = key % typists;
      const frame = Math.floor((key * frames) / (typists * keysASecond));
      const place = writing[who] as Place;
      perFrame[frame]?.push({ ...place });
      indexes[frame]?.push(who);
      place.offset += 1;
    }
    for (const [f, keys] of perFrame.entries()) {
      const updates = sides.map(({ writers }) =>
        keys.map((place, k) => writers[indexes[f]?.[k] as number]?.(place, "e") as Uint8Array),
      );
      const positions = keys.map((place, k) => {
        const earlier = keys.slice(0, k).filter((other) => other.block < place.block).length;
        return positionOf(bare.state.doc, place) + earlier;
      });
      for (let k = 0; k < 3; k++) {
        const which = (k + f) % 3;
        const side = sides[which];
        const ms = timed(() => {
          if (side)
            side.editor.doc.transact(() => {
              for (const update of updates[which] ?? []) Y.applyUpdate(side.editor.doc, update, "network");
            }, "network");
          else {
            const { tr } = bare.state;
            for (const at of positions) tr.insert(at, schema.text("e", tr.doc.resolve(at).marks()));
            bare.dispatch(tr);
          }
        });
        if (second >= 0) rounds[side?.contender.name ?? "bare"].push(ms);
      }
      if (f % 10 === 0) await pause();
    }
  }
  for (const { editor } of sides) {
    if (!same(editor, bare.state.doc)) throw new Error("the editors differ after twenty typists");
    editor.close();
  }
  unmount(bare);
  return rounds;
}

/** From the stored bytes to an editor that shows them. */
export async function opening(words: number, marks: number, times: number): Promise<Rounds> {
  const article = makeArticle(schema, words, marks);
  const stored = contenders.map((contender) => contender.store(article));
  const rounds = noRounds();
  for (let n = -1; n < times; n++)
    for (let k = 0; k < 3; k++) {
      const which = (k + n + 1) % 3;
      const contender = contenders[which];
      await pause();
      let close = (): void => {};
      const ms = timed(() => {
        if (contender) close = contender.open(stored[which] as Uint8Array).close;
        else {
          const view = mount(EditorState.create({ schema, doc: article }));
          close = () => unmount(view);
        }
      });
      close();
      if (n >= 0) rounds[contender?.name ?? "bare"].push(ms);
    }
  return rounds;
}

/** Bytes of an article as first stored, and after the same keys and paragraphs by one person. */
export function bytesStored(words: number, marks: number): { fresh: Rounds; edited: Rounds } {
  const article = makeArticle(schema, words, marks);
  const fresh = noRounds();
  const edited = noRounds();
  for (const contender of contenders) {
    const bytes = contender.store(article);
    fresh[contender.name].push(bytes.length);
    const { view, doc, close } = contender.open(bytes, 77);
    const random = new Random(words + 3);
    for (let n = 0; n < 60; n++) {
      const { block, offset } = place(view.state.doc, random);
      const at = positionOf(view.state.doc, { block, offset });
      for (let i = 0; i < 12; i++) view.dispatch(view.state.tr.insertText("e", at + i));
      if (block % 3 === 0) view.dispatch(view.state.tr.split(at + 12));
      if (block % 3 === 1) view.dispatch(view.state.tr.delete(at, at + 2));
    }
    edited[contender.name].push(Y.encodeStateAsUpdate(doc).length);
    close();
  }
  return { fresh, edited };
}
