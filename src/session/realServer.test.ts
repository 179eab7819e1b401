import path from "node:path";
import { crc32 } from "node:zlib";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from "vitest";
import * as Y from "yjs";
import { bodyText, fieldText } from "../domain/article/document.ts";
import { openArticle } from "./openArticle.ts";
import { people } from "./people.ts";
import type { ArticleSession } from "./sessionState.ts";
import { platform, when, whenSaved } from "./testing/browser.ts";
import { expectTruth, observeSaved, openDisk } from "./testing/disk.ts";
import { type Newsroom, openNewsroom, type SignedIn } from "./testing/newsroom.ts";

let newsroom: Newsroom;
let anna: SignedIn;
let ben: SignedIn;
let disk: ReturnType<typeof openDisk>;

beforeAll(async () => {
  newsroom = await openNewsroom();
  disk = openDisk(newsroom.dataDir);
  anna = await newsroom.signIn();
  ben = await newsroom.invite(anna, "Ben", "editor");
}, 90_000);

afterAll(async () => {
  disk?.close();
  await newsroom?.close();
});

function open(articleId: string, who: SignedIn): ArticleSession {
  const { cookie, personId } = who;
  const at = { serverUrl: newsroom.url, platform: platform({ cookie, origin: newsroom.url }) };
  const session = openArticle({ articleId, personId, ...at });
  onTestFinished(() => session.destroy());
  return session;
}

const headline = (doc: Y.Doc): string => fieldText(doc, "headline").toJSON();
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const level = ([a, b]: [ArticleSession, ArticleSession]): boolean =>
  headline(a.doc) === headline(b.doc) && bodyText(a.doc).toJSON() === bodyText(b.doc).toJSON();

it("[P2] whenever two writers read «Saved», the disk holds all that they see", async () => {
  const id = await newsroom.createArticle(anna.cookie);
  const both: [ArticleSession, ArticleSession] = [open(id, anna), open(id, ben)];
  const seen = both.map((session) => observeSaved(session, disk));
  await Promise.all(both.map(whenSaved));
  for (let i = 0; i < 150; i++) {
    const session = both[i % 2] as ArticleSession;
    fieldText(session.doc, "headline").insert(0, String(i % 10));
    if (i % 7 === 0) bodyText(session.doc).insert(0, `${i} `);
    if (i % 11 === 0) fieldText(session.doc, "headline").delete(0, 1);
    if (i % 5 !== 0) await turn();
    if (i % 10 === 0) await whenSaved(session);
  }
  await vi.waitUntil(() => level(both));
  await Promise.all(both.map(whenSaved));
  for (const each of seen) expectTruth(each, 2);
  expect(headline(disk.article(id))).toBe(headline(both[0].doc));
});

it("[P2] [P5] the server is killed again and again while two people write: what was saved is there, the rest comes", async () => {
  const id = await newsroom.createArticle(anna.cookie);
  const both: [ArticleSession, ArticleSession] = [open(id, anna), open(id, ben)];
  await Promise.all(both.map(whenSaved));
  const written: string[] = [];
  for (let round = 0; round < 2; round++) {
    const seen = both.map((session) => observeSaved(session, disk));
    const killed = turn()
      .then(() => turn())
      .then(() => newsroom.kill());
    for (let i = 0; i < 40; i++) {
      const word = `${round}.${i} `;
      bodyText((both[i % 2] as ArticleSession).doc).insert(0, word);
      written.push(word);
      await turn();
    }
    await killed;
    await Promise.all(both.map((session) => when(session, ({ save }) => save.kind === "offline")));
    const saved = disk.article(id);
    expect(bodyText(saved).length).toBeLessThan(bodyText(both[0].doc).length);
    await newsroom.start();
    await Promise.all(both.map(whenSaved));
    for (const session of both) expect(session.state.getState().refusal).toBeNull();
    for (const each of seen) expectTruth(each, 1);
  }
  await vi.waitUntil(() => level(both));
  await Promise.all(both.map(whenSaved));
  const words = bodyText(disk.article(id)).toJSON().trim().split(" ");
  expect(words.sort()).toEqual(written.map((word) => word.trim()).sort());
}, 180_000);

it("[P4] a guest's words are refused and given back; a signed-out person's words wait", async () => {
  const id = await newsroom.createArticle(anna.cookie);
  const guest = await newsroom.invite(anna, "Gina", "guest");
  const reading = open(id, guest);
  await whenSaved(reading);
  expect(reading.state.getState().mayWrite).toBe(false);
  fieldText(reading.doc, "headline").insert(0, "Mine");
  const { refusal } = await when(reading, (state) => state.refusal !== null);
  expect(refusal).toEqual({ reason: "read-only", text: "Mine" });

  const carl = await newsroom.invite(anna, "Carl", "editor");
  const writing = open(id, carl);
  await whenSaved(writing);
  await newsroom.signOut(carl);
  await when(writing, ({ ended }) => ended === "signed-out");
  fieldText(writing.doc, "headline").insert(0, "Waiting");
  expect(writing.state.getState().save).toEqual({ kind: "not-saved", changes: 1, reason: "signed-out" });
  expect(headline(disk.article(id))).toBe("");
});

it("[P4] words under an id that somebody else took meanwhile are given back, never called saved", async () => {
  const id = await newsroom.createArticle(anna.cookie);
  const session = open(id, ben);
  await whenSaved(session);
  await newsroom.kill();
  await when(session, ({ save }) => save.kind === "offline");
  const { doc } = session;
  bodyText(doc).insert(0, "my scoop");
  const taken = new Y.Doc();
  taken.clientID = doc.clientID;
  bodyText(taken).insert(0, "AAAAAAAA");
  const sqlite = new Database(path.join(newsroom.dataDir, "foureyes.db"));
  const update = Y.encodeStateAsUpdate(taken);
  sqlite.prepare("delete from client_reservation").run();
  sqlite
    .prepare("insert into article_writer (article_id, client_id, person_id, at) values (?, ?, ?, 0)")
    .run(id, doc.clientID, anna.personId);
  sqlite
    .prepare("insert into article_update (article_id, at, crc, bytes) values (?, 0, ?, ?)")
    .run(id, crc32(update, crc32(id)), update);
  sqlite.close();
  const saved: string[] = [];
  session.state.subscribe(({ save }) => saved.push(save.kind));
  await newsroom.start();
  const { refusal, mayWrite } = await when(session, (state) => state.refusal !== null);
  expect({ refusal, mayWrite }).toEqual({
    refusal: { reason: "foreign-client", text: "my scoop" },
    mayWrite: false,
  });
  expect(saved).not.toContain("saved");
  const again = open(id, ben);
  await whenSaved(again);
  bodyText(again.doc).insert(0, refusal?.text ?? "");
  await whenSaved(again);
  expect(bodyText(disk.article(id)).toJSON()).toBe("my scoopAAAAAAAA");
}, 60_000);

it("a pasted megabyte and a pasted handful of them arrive", async () => {
  const id = await newsroom.createArticle(anna.cookie);
  const both: [ArticleSession, ArticleSession] = [open(id, anna), open(id, ben)];
  await Promise.all(both.map(whenSaved));
  bodyText(both[0].doc).insert(0, "a".repeat(1_000_000));
  fieldText(both[0].doc, "headline").insert(0, "one ");
  await whenSaved(both[0]);
  bodyText(both[1].doc).insert(0, "b".repeat(6_000_000));
  fieldText(both[1].doc, "headline").insert(0, "six ");
  await whenSaved(both[1]);
  await vi.waitUntil(() => level(both));
  expect(bodyText(disk.article(id)).toJSON()).toHaveLength(7_000_000);
  expect(headline(disk.article(id)).length).toBe(8);
});

it("[P4] people see each other by the names of their accounts, whatever a page says", async () => {
  const id = await newsroom.createArticle(anna.cookie);
  const both: [ArticleSession, ArticleSession] = [open(id, anna), open(id, ben)];
  await Promise.all(both.map(whenSaved));
  both[1].awareness.setLocalStateField("user", { id: anna.personId, name: "Anna" });
  both[1].awareness.setLocalStateField("caret", { anchor: 1, head: 1 });
  await vi.waitUntil(() => people(both[0].awareness).some(({ caret }) => caret !== null));
  expect(people(both[0].awareness).map(({ name, self }) => ({ name, self }))).toMatchObject([
    { self: true },
    { name: "Ben", self: false },
  ]);
});
