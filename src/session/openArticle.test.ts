import { afterEach, describe, expect, it, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { bodyText, documentVersion, fieldText } from "../domain/article/document.ts";
import { forgetOfflineCopies } from "./forgetCopies.ts";
import { openArticle } from "./openArticle.ts";
import type { ArticleSession } from "./sessionState.ts";
import { platform, when, whenSaved } from "./testing/browser.ts";
import { type FrameServer, startFrameServer } from "./testing/frameServer.ts";
import { unsentChanges } from "./unsentCount.ts";

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  await forgetOfflineCopies("anna");
  await forgetOfflineCopies("ben");
  localStorage.clear();
});

async function server(options?: { maxPayload?: number }): Promise<FrameServer> {
  const started = await startFrameServer(options);
  cleanUp.push(() => started.stop());
  return started;
}

function open(at: FrameServer, personId = "anna"): ArticleSession {
  const session = openArticle({ articleId: "flood", personId, serverUrl: at.url, platform: platform() });
  cleanUp.push(() => session.destroy());
  return session;
}

const headline = (doc: Y.Doc): string => fieldText(doc, "headline").toJSON();
const write = (session: ArticleSession, text: string): void =>
  fieldText(session.doc, "headline").insert(0, text);
const kind = (session: ArticleSession): string => session.state.getState().save.kind;

describe("[P2] saved", () => {
  it("is said once the server has acked, and taken back in the very call that edits", async () => {
    const at = await server();
    const session = open(at);
    expect(kind(session)).toBe("saving");
    await whenSaved(session);
    at.answer = "wait";
    write(session, "River");
    expect(session.state.getState().save).toEqual({ kind: "saving", changes: 1 });
    await vi.waitUntil(() => headline(at.doc) === "River");
    expect(kind(session)).toBe("saving");
    at.ack();
    await whenSaved(session);
  });

  it("waits for a colleague's words to be committed when the server counts them", async () => {
    const at = await server();
    at.stored = 1;
    const session = open(at);
    await whenSaved(session);
    at.edit((doc) => fieldText(doc, "headline").insert(0, "Flood"));
    await vi.waitUntil(() => headline(session.doc) === "Flood");
    expect(session.state.getState().save).toEqual({ kind: "saving", changes: 0 });
    at.stored = 2;
    at.ack();
    await whenSaved(session);
  });

  it("opens without writing: the only content frame holds nothing", async () => {
    const at = await server();
    at.edit((doc) => fieldText(doc, "headline").insert(0, "Flood"));
    await whenSaved(open(at));
    expect(at.received).toBe(1);
    expect(at.sizes[0]).toBeLessThan(8);
  });
});

describe("[P5] a broken line", () => {
  it("counts what is kept, and brings it when the line is back", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.answer = "wait";
    write(session, "in flight ");
    at.door = 1013;
    at.terminateAll();
    await when(session, ({ save }) => save.kind === "offline");
    write(session, "offline ");
    expect(session.state.getState().save).toEqual({ kind: "offline", changes: 2 });
    at.answer = "ack";
    at.door = null;
    await whenSaved(session);
    expect(headline(at.doc)).toBe("offline in flight ");
  });

  it("opens from the copy of an earlier visit, with the count of what is unsent", async () => {
    const at = await server();
    at.edit((doc) => fieldText(doc, "lead").insert(0, "Water"));
    const first = open(at);
    await whenSaved(first);
    at.door = 1013;
    at.terminateAll();
    await when(first, ({ save }) => save.kind === "offline");
    write(first, "b");
    write(first, "a");
    await first.destroy();
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 2 }]);

    const second = open(at);
    await when(second, ({ phase, save }) => phase === "ready" && save.kind === "offline");
    expect(headline(second.doc)).toBe("ab");
    expect(fieldText(second.doc, "lead").toJSON()).toBe("Water");
    expect(second.state.getState()).toMatchObject({ mayWrite: true, save: { changes: 2 } });
    at.door = null;
    await whenSaved(second);
    expect(headline(at.doc)).toBe("ab");
    expect(unsentChanges("anna")).toEqual([]);
  });

  it("never shows an empty copy as the article", async () => {
    const at = await server();
    at.door = 1013;
    const session = open(at);
    await when(session, ({ save }) => save.kind === "offline");
    expect(session.state.getState().phase).toBe("loading");
    await session.destroy();
    const again = open(at);
    await when(again, ({ save }) => save.kind === "offline");
    expect(again.state.getState().phase).toBe("loading");
  });

  it("keeps the copies of two people at one computer apart", async () => {
    const at = await server();
    const anna = open(at);
    await whenSaved(anna);
    at.door = 1013;
    at.terminateAll();
    await when(anna, ({ save }) => save.kind === "offline");
    write(anna, "Anna's");
    await anna.destroy();
    at.door = null;
    at.hello = { ...at.hello, person: { id: "ben", name: "Ben" } };
    const ben = open(at, "ben");
    await whenSaved(ben);
    expect(headline(ben.doc)).toBe("");
    expect(headline(at.doc)).toBe("");
  });

  it("sends nothing under another person's session", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.hello = { ...at.hello, person: { id: "ben", name: "Ben" } };
    at.door = 1013;
    at.terminateAll();
    await when(session, ({ save }) => save.kind === "offline");
    write(session, "Anna's");
    at.door = null;
    await when(session, ({ ended }) => ended === "other-person");
    expect(session.state.getState().save).toEqual({ kind: "not-saved", changes: 1, reason: "other-person" });
    expect(headline(at.doc)).toBe("");
    at.hello = { ...at.hello, person: { id: "anna", name: "Anna" } };
    session.connect();
    await whenSaved(session);
    expect(headline(at.doc)).toBe("Anna's");
  });

  it("sends nothing before the server said to whom it speaks", async () => {
    const at = await server();
    at.welcoming = false;
    const session = open(at);
    await vi.waitUntil(() => at.asked === 1);
    write(session, "Anna's");
    at.hello = { ...at.hello, person: { id: "ben", name: "Ben" } };
    at.welcome();
    await when(session, ({ ended }) => ended === "other-person");
    await vi.waitUntil(() => at.connections() === 0);
    expect(at.received).toBe(0);
  });

  it.each([
    [4401, "signed-out"],
    [4403, "forbidden"],
    [4404, "not-found"],
    [4410, "damaged"],
  ] as const)("stops at %i, keeps every word and goes on when asked to", async (code, ending) => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.door = code;
    at.closeAll(code);
    await when(session, ({ ended }) => ended === ending);
    expect(session.state.getState().mayWrite).toBe(ending === "signed-out" || ending === "damaged");
    write(session, "kept");
    expect(session.state.getState().save).toEqual({ kind: "not-saved", changes: 1, reason: ending });
    at.door = null;
    session.connect();
    await whenSaved(session);
    expect(headline(at.doc)).toBe("kept");
  });

  it("gives words back that were on their way to an article which was deleted for good", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.door = 1013;
    at.terminateAll();
    await when(session, ({ save }) => save.kind === "offline");
    write(session, "written in a tunnel");
    Object.assign(at, { door: 4404, doorReason: "deleted" });
    expect(await when(session, ({ ended }) => ended === "deleted")).toMatchObject({
      mayWrite: false,
      refusal: { reason: "deleted", text: "written in a tunnel" },
    });
    await session.destroy();
    // Also at the next visit, until they are dealt with.
    const again = open(at);
    expect(await when(again, ({ ended }) => ended === "deleted")).toMatchObject({
      refusal: { text: "written in a tunnel" },
    });
    await again.discardLocal();
    const last = open(at);
    expect(await when(last, ({ phase }) => phase === "failed")).toMatchObject({
      ended: "deleted",
      refusal: null,
    });
  });

  it("says of a deleted article with nothing on its way only that it is gone", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    write(session, "stored");
    await whenSaved(session);
    Object.assign(at, { door: 4404, doorReason: "deleted" });
    at.terminateAll();
    expect(await when(session, ({ ended }) => ended === "deleted")).toMatchObject({ refusal: null });
  });

  it("fails to load when the article does not exist", async () => {
    const at = await server();
    at.door = 4404;
    expect(await when(open(at), ({ phase }) => phase === "failed")).toMatchObject({ ended: "not-found" });
  });

  it("lets two tabs of one person write at once and share one copy", async () => {
    const at = await server();
    const [one, two] = [open(at), open(at)];
    await Promise.all([whenSaved(one), whenSaved(two)]);
    at.door = 1013;
    at.terminateAll();
    await Promise.all([one, two].map((tab) => when(tab, ({ save }) => save.kind === "offline")));
    write(one, "one ");
    fieldText(two.doc, "lead").insert(0, "two");
    await Promise.all([one.destroy(), two.destroy()]);
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 2 }]);
    at.door = null;
    await whenSaved(open(at));
    expect([headline(at.doc), fieldText(at.doc, "lead").toJSON()]).toEqual(["one ", "two"]);
  });

  it("says that words are kept only once the browser's storage holds them", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    write(session, "words");
    expect(session.state.getState().offlineCopy).toBe("writing");
    await when(session, ({ offlineCopy }) => offlineCopy === "kept");
  });

  it("goes on online when the copy is deleted from another tab", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    await forgetOfflineCopies("anna");
    await when(session, ({ offlineCopy }) => offlineCopy === "unavailable");
    write(session, "online");
    await whenSaved(session);
    expect(headline(at.doc)).toBe("online");
  });

  it("works without any storage in the browser, and says so", async () => {
    const at = await server();
    vi.stubGlobal("indexedDB", undefined);
    cleanUp.push(async () => void vi.unstubAllGlobals());
    const session = open(at);
    await whenSaved(session);
    expect(session.state.getState().offlineCopy).toBe("unavailable");
    write(session, "online");
    await whenSaved(session);
    expect(headline(at.doc)).toBe("online");
  });
});

describe("[P4] a colleague's words that a crash took from the server", () => {
  /** Ben's words reach Anna's page and no disk: the server comes back without them, and takes them from Ben alone. */
  async function afterCrash(): Promise<{ at: FrameServer; session: ArticleSession; bens: Uint8Array }> {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    const ben = new Y.Doc();
    fieldText(ben, "lead").insert(0, "Ben's");
    const bens = Y.encodeStateAsUpdate(ben);
    at.foreign.add(ben.clientID);
    at.broadcast(bens);
    await vi.waitUntil(() => fieldText(session.doc, "lead").length > 0);
    at.terminateAll();
    await when(session, ({ save }) => save.kind === "offline");
    write(session, "Anna's");
    return { at, session, bens };
  }

  it("do not keep the own words from being stored, and are not called saved", async () => {
    const { at, session, bens } = await afterCrash();
    await when(session, ({ save }) => save.kind === "not-saved" && save.changes === 0);
    expect(session.state.getState()).toMatchObject({
      save: { reason: "colleague" },
      refusal: null,
      mayWrite: true,
    });
    expect([headline(at.doc), fieldText(at.doc, "lead").toJSON()]).toEqual(["Anna's", ""]);
    write(session, "More of ");
    await vi.waitUntil(() => headline(at.doc) === "More of Anna's");
    expect(kind(session)).toBe("not-saved");
    Y.applyUpdate(at.doc, bens);
    await whenSaved(session);
  });

  it("are told from own words of an earlier visit", async () => {
    const { at, session, bens } = await afterCrash();
    await when(session, ({ save }) => save.kind === "not-saved");
    at.door = 1013;
    at.terminateAll();
    await when(session, ({ save }) => save.kind === "offline");
    write(session, "Offline ");
    await session.destroy();
    at.door = null;
    const again = open(at);
    await vi.waitUntil(() => headline(at.doc) === "Offline Anna's");
    expect(again.state.getState().refusal).toBeNull();
    Y.applyUpdate(at.doc, bens);
    await whenSaved(again);
  });
});

describe("changes too large for a frame", () => {
  const big = "x".repeat(300_000);
  const paste = (session: ArticleSession): void => bodyText(session.doc).insert(0, big);

  it("go by HTTP, and no frame above the limit is sent", async () => {
    const at = await server();
    at.hello = { ...at.hello, limits: { ...at.hello.limits, maxFrameBytes: 100_000 } };
    const session = open(at);
    await whenSaved(session);
    paste(session);
    write(session, "after");
    expect(kind(session)).toBe("saving");
    await whenSaved(session);
    expect(at.handedIn).toHaveLength(1);
    expect(at.addresses).toHaveLength(2);
    for (const address of at.addresses) expect(address).toMatch(new RegExp(`\\?v=${documentVersion}$`));
    expect(bodyText(at.doc).length).toBe(big.length);
    expect(headline(at.doc)).toBe("after");
    expect(Math.max(...at.sizes)).toBeLessThan(100_000);
    write(session, "and ");
    await whenSaved(session);
    expect(headline(at.doc)).toBe("and after");
  });

  it("are offered as words when HTTP refuses them too, and kept over a sign-in", async () => {
    const at = await server();
    at.hello = { ...at.hello, limits: { ...at.hello.limits, maxFrameBytes: 100_000 } };
    const session = open(at);
    await whenSaved(session);
    at.handInStatus = 401;
    paste(session);
    expect((await when(session, ({ ended }) => ended !== null)).save).toEqual({
      kind: "not-saved",
      changes: 1,
      reason: "signed-out",
    });
    at.handInStatus = 403;
    session.connect();
    const { refusal } = await when(session, (state) => state.refusal !== null);
    expect(refusal).toEqual({ reason: "read-only", text: big });
  });

  it("go by HTTP after a server or a proxy closed with 1009", async () => {
    const at = await server({ maxPayload: 100_000 });
    const session = open(at);
    await whenSaved(session);
    paste(session);
    await whenSaved(session);
    expect(at.handedIn).toHaveLength(1);
    expect(bodyText(at.doc).length).toBe(big.length);
  });
});

describe("refused words", () => {
  it("are shown as they read, stop the writing, and leave with the copy", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.answer = { refuse: "read-only" };
    write(session, "bank");
    fieldText(session.doc, "headline").insert(0, "River ");
    fieldText(session.doc, "lead").insert(0, "Water");
    const state = await when(session, ({ refusal }) => (refusal?.text.split("\n").length ?? 0) === 2);
    expect(state.refusal).toEqual({ reason: "read-only", text: "River bank\nWater" });
    expect(state.save).toMatchObject({ kind: "not-saved", reason: "refused" });
    expect(state.mayWrite).toBe(false);

    session.dismissRefusal();
    expect(session.state.getState()).toMatchObject({ refusal: null, save: { kind: "not-saved" } });
    await session.discardLocal();
    expect(unsentChanges("anna")).toEqual([]);
    at.answer = "ack";
    const again = open(at);
    await whenSaved(again);
    expect(headline(again.doc)).toBe("");
  });

  it("are sent again when the server had only too much to do", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.answer = { refuse: "too-fast" };
    write(session, "River");
    await vi.waitUntil(() => at.received > 1);
    expect(kind(session)).toBe("saving");
    at.answer = "ack";
    await whenSaved(session);
    expect(headline(at.doc)).toBe("River");
    expect(session.state.getState().refusal).toBeNull();
  });
});

describe("news", () => {
  it("about permission and trash decide whether one may write", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    at.tell({ kind: "permission", may: { write: false } });
    await when(session, ({ mayWrite }) => !mayWrite);
    at.tell({ kind: "permission", may: { write: true } });
    await when(session, ({ mayWrite }) => mayWrite);
    at.tell({ kind: "trashed", by: "Ben" });
    expect(await when(session, ({ trashed }) => trashed !== null)).toMatchObject({
      mayWrite: false,
      trashed: { by: "Ben" },
    });
    at.tell({ kind: "restored", by: "Ben" });
    await when(session, ({ mayWrite, trashed }) => mayWrite && !trashed);
  });

  it("of a newer document leaves it readable only", async () => {
    const at = await server();
    at.hello = { ...at.hello, documentVersion: 999 };
    const session = open(at);
    await whenSaved(session);
    expect(session.state.getState()).toMatchObject({ outdated: true, mayWrite: false, documentVersion: 999 });
  });
});

describe("[P4] presence", () => {
  it("sends one's own to the server, and nothing back of what it tells of others", async () => {
    const at = await server();
    const session = open(at);
    await whenSaved(session);
    const colleague = new Awareness(new Y.Doc());
    colleague.setLocalState({ user: { id: "ben", name: "Ben" } });
    at.tellPresence(encodeAwarenessUpdate(colleague, [colleague.clientID]));
    await vi.waitUntil(() => session.awareness.getStates().has(colleague.clientID));
    session.awareness.setLocalStateField("caret", { anchor: 1, head: 1 });
    const known = at.presence.length;
    await vi.waitUntil(() => at.presence.length > known);
    expect(new Set(at.presence.flat())).toEqual(new Set([session.doc.clientID]));
    colleague.destroy();
  });
});
