import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Person } from "../../src/domain/protocol/api.ts";
import { closeCodes } from "../../src/domain/protocol/sync.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

describe("who may come in", () => {
  it.each([
    ["nobody signed in", { as: "nobody" }, closeCodes.signedOut],
    ["a foreign origin", { origin: "http://evil.example" }, closeCodes.forbidden],
    ["an unknown article", { article: "unknown" }, closeCodes.notFound],
    ["an id that is no text", { article: "%E0%A4%A" }, closeCodes.notFound],
  ])("%s is told so by a close code", async (_who, options, code) => {
    await at.open();
    const client = at.join({ silent: true, ...options });
    await until(() => client.closed !== null);
    expect(client.closed).toBe(code);
    expect(client.order).toEqual([]);
  });

  it("an article whose row exists without content is not found rather than blank", async () => {
    const { access } = await at.open();
    access.articles.set("blank", { trashed: false });
    const client = at.join({ article: "blank" });
    await until(() => client.closed !== null);
    expect(client.closed).toBe(closeCodes.notFound);
  });

  it("the own origin is let in", async () => {
    await at.open();
    expect((await at.joined({ origin: "http://desk.example" })).hello?.person.id).toBe("anna");
  });

  it("a deactivated person is sent away in mid-session", async () => {
    const { access } = await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    access.change("bert", { active: false });
    await until(() => bert.closed !== null);
    expect(bert.closed).toBe(closeCodes.signedOut);
    anna.type("still here");
    await until(() => anna.settled);
  });

  it("who loses the right to write is told and refused, and may read on", async () => {
    const { access } = await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    access.change("bert", { role: "guest" });
    await until(() => bert.events.length > 0);
    expect(bert.events).toEqual([{ kind: "permission", may: { write: false } }]);
    bert.type("too late");
    await until(() => bert.acked === bert.sent);
    expect(bert.refused).toEqual([{ frame: 2, reason: "read-only" }]);
    anna.type("only this");
    await until(() => bert.text.includes("only this") && anna.settled);
    expect(await at.storedText()).toBe("only this");
    access.change("bert", { role: "editor" });
    await until(() => bert.events.length > 1);
    expect(bert.events[1]).toEqual({ kind: "permission", may: { write: true } });
  });

  it("a trashed article can be read, not written", async () => {
    const { access, createArticle } = await at.open();
    createArticle("old", "words");
    access.articles.set("old", { trashed: true });
    const anna = await at.joined({ article: "old" });
    expect(anna.hello?.may).toEqual({ write: false });
    expect(anna.text).toBe("words");
    anna.type("more");
    await until(() => anna.refused.length > 0);
    expect(await at.storedText("old")).toBe("words");
  });

  it.each([undefined, "2", "3", "", "x", "-1"])("a client of version %s may write", async (version) => {
    await at.open();
    const client = await at.joined(version === undefined ? {} : { version });
    expect(client.hello).toMatchObject({ documentVersion: 2, may: { write: true } });
    client.type("words");
    await until(() => client.settled);
    expect(client.refused).toEqual([]);
  });

  it.each(["0", "1"])("a client of version %s reads, and is refused", async (version) => {
    const { access } = await at.open();
    const [anna, old] = [await at.joined(), await at.joined({ as: "bert", version })];
    anna.type("words");
    await until(() => anna.settled && old.text === "words");
    expect(old.hello).toMatchObject({ documentVersion: 2, may: { write: false } });
    old.type("lost");
    await until(() => old.acked === old.sent);
    expect(old.refused).toEqual([{ frame: 2, reason: "outdated" }]);
    access.change("bert", { role: "guest" });
    access.change("bert", { role: "editor" });
    await at.joined({ as: "bert" });
    old.type("again");
    await until(() => old.acked === old.sent);
    expect(old.refused[1]).toMatchObject({ reason: "outdated" });
    expect(old.events).toEqual([]);
    expect(await at.storedText()).toBe("words");
  });

  it("access is looked at again by and by, also when nobody says that it changed", async () => {
    const { access } = await at.open({ limits: { recheckMs: 20 } });
    const bert = await at.joined({ as: "bert" });
    access.people.delete("bert");
    await until(() => bert.closed !== null);
    expect(bert.closed).toBe(closeCodes.signedOut);
  });
});

describe("[P4] who writes", () => {
  it("a guest's step 2 that brings nothing is fine, also over deleted words; one that does is refused", async () => {
    await at.open();
    const anna = await at.joined();
    anna.type("words that go");
    anna.doc.getText("body").delete(0, 6);
    await until(() => anna.settled);
    const guest = await at.joined({ as: "gast" });
    guest.sendStep2(Y.encodeStateAsUpdate(guest.doc));
    await until(() => guest.acked === 2);
    expect(guest.refused).toEqual([]);
    guest.sendStep2(typed("mine", 77));
    guest.doc.getText("body").delete(0, 1);
    await until(() => guest.acked === 4);
    expect(guest.refused.map(({ reason }) => reason)).toEqual(["read-only", "read-only"]);
    expect(await at.storedText()).toBe("that go");
  });

  it("a forged client id is refused, and the words go nowhere", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.type("a");
    await until(() => anna.settled && bert.text === "a");
    bert.sendUpdate(typed("forged", anna.doc.clientID, anna.doc));
    await until(() => bert.acked === bert.sent);
    expect(bert.refused).toEqual([{ frame: 2, reason: "foreign-client" }]);
    bert.sendStep2(typed("forged", anna.doc.clientID, anna.doc));
    await until(() => bert.acked === bert.sent);
    expect(bert.refused.at(-1)).toEqual({ frame: 3, reason: "foreign-client" });
    expect(anna.text).toBe("a");
    expect(await at.storedText()).toBe("a");
  });

  it("the id of a colleague who is here and has not written yet cannot be taken either", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.sendPresence(anna.doc.clientID, 1, {});
    await until(() => bert.presence.has(anna.doc.clientID));
    bert.sendUpdate(typed("forged", anna.doc.clientID));
    await until(() => bert.refused.length > 0);
    expect(bert.refused[0]?.reason).toBe("foreign-client");
    anna.type("mine");
    await until(() => anna.settled);
    expect(await at.storedText()).toBe("mine");
  });

  it("ids stay bound over a restart", async () => {
    await at.open();
    const anna = await at.joined();
    anna.type("a");
    await until(() => anna.settled);
    await at.newsroom.restart();
    const bert = await at.joined({ as: "bert" });
    bert.sendUpdate(typed("forged", anna.doc.clientID, anna.doc));
    await until(() => bert.refused.length > 0);
    expect(await at.storedText()).toBe("a");
  });

  it("[8] words under an id that somebody else took meanwhile are refused, though their clocks are known", async () => {
    await at.open();
    const thief = await at.joined({ as: "bert" });
    thief.sendUpdate(typed("AAAAAAAA", 99));
    await until(() => thief.acked === thief.sent);
    const anna = at.join({ clientId: 99 });
    anna.socket.on("open", () => anna.sendPresence(99, 1, {}));
    anna.type("my scoop");
    await until(() => anna.synced && anna.acked === anna.sent);
    expect(anna.refused).toEqual([{ frame: 1, reason: "foreign-client" }]);
    anna.sendUpdate(Y.encodeStateAsUpdate(anna.doc));
    await until(() => anna.acked === anna.sent);
    expect(anna.refused.at(-1)).toEqual({ frame: 2, reason: "foreign-client" });
    const person = at.newsroom.access.people.get("anna") as Person;
    const handedIn = at.newsroom.rooms.handIn(
      "flood",
      { person, sessionId: `session-${person.id}` },
      typed("my scoop", 99),
    );
    expect(await handedIn).toEqual({ code: "refused", reason: "foreign-client" });
    expect(await at.storedText()).toBe("AAAAAAAA");
  });

  it("[8] the own words once more, and a colleague's in a step 2, are acked", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.sendPresence(anna.doc.clientID, 1, {});
    bert.sendPresence(bert.doc.clientID, 1, {});
    anna.type("words");
    await until(() => anna.settled && bert.text === "words");
    anna.sendUpdate(Y.encodeStateAsUpdate(anna.doc));
    anna.sendStep2(Y.encodeStateAsUpdate(anna.doc));
    bert.sendStep2(Y.encodeStateAsUpdate(bert.doc));
    await until(() => anna.acked === anna.sent && bert.acked === bert.sent);
    expect([...anna.refused, ...bert.refused]).toEqual([]);
  });

  it("[8] an id that was told before a restart is nobody else's after it, in an update, a step 2 or a hand-in", async () => {
    await at.open();
    const [anna, bert] = [await at.joined({ clientId: 99 }), await at.joined({ as: "bert" })];
    anna.sendPresence(99, 1, {});
    await until(() => bert.presence.has(99));
    await at.newsroom.restart();
    const thief = await at.joined({ as: "bert" });
    thief.sendPresence(99, 1, {});
    thief.sendUpdate(typed("AAAAAAAA", 99));
    thief.sendStep2(typed("AAAAAAAA", 99));
    await until(() => thief.acked === thief.sent);
    expect(thief.refused.map(({ reason }) => reason)).toEqual(["foreign-client", "foreign-client"]);
    const back = at.join({ clientId: 99 });
    back.type("my scoop");
    back.socket.on("open", () => back.sendPresence(99, 1, {}));
    await until(() => back.synced && back.acked === back.sent);
    expect(await at.storedText()).toBe("my scoop");
    expect((await at.newsroom.log.load("flood"))?.writers).toEqual([
      { clientId: 99, personId: "anna", relayedBy: null },
    ]);
  });

  it("words of an unknown writer in a step 2 are taken, never become the relayer's, and their owner claims them", async () => {
    await at.open();
    const bert = await at.joined({ as: "bert" });
    bert.sendStep2(typed("found words", 4_711));
    await until(() => bert.acked === bert.sent);
    expect(bert.refused).toEqual([]);
    const writers = async () => (await at.newsroom.log.load("flood"))?.writers;
    expect(await writers()).toEqual([{ clientId: 4_711, personId: null, relayedBy: "bert" }]);
    expect(await at.newsroom.rooms.lastChange("flood")).toMatchObject({ by: "bert example" });
    const anna = await at.joined();
    anna.sendUpdate(typed(" and more", 4_711, anna.doc));
    await until(() => anna.acked === anna.sent);
    expect((await writers())?.[0]).toMatchObject({ clientId: 4_711, personId: "anna" });
    expect(await at.storedText()).toBe("found words and more");
  });

  it("the step 2 of the own tab, told by presence, binds its id", async () => {
    await at.open();
    const anna = at.join({ clientId: 99 });
    anna.type("written offline");
    anna.socket.on("open", () => anna.sendPresence(99, 1, {}));
    await until(() => anna.synced && anna.acked === anna.sent);
    expect((await at.newsroom.log.load("flood"))?.writers).toEqual([
      { clientId: 99, personId: "anna", relayedBy: null },
    ]);
  });

  it("after a crash two pages whose words build on each other's bring their own, and both are complete", async () => {
    await at.open();
    const [a, b] = [new Y.Doc(), new Y.Doc()];
    [a.clientID, b.clientID] = [1_001, 1_002];
    const write = (by: Y.Doc, other: Y.Doc, text: string): void => {
      by.getText("body").insert(by.getText("body").length, text);
      Y.applyUpdate(other, Y.encodeStateAsUpdate(by));
    };
    await at.newsroom.log.commit([
      { kind: "writer", articleId: "flood", clientId: 1_001, personId: "anna" },
      { kind: "writer", articleId: "flood", clientId: 1_002, personId: "bert" },
    ]);
    for (const [by, other, text] of [
      [a, b, "a1 "],
      [b, a, "b1 "],
      [a, b, "a2 "],
      [b, a, "b2 "],
    ] as const)
      write(by, other, text);
    const anna = await at.joined();
    const bert = await at.joined({ as: "bert" });
    // As their pages would still show it; the origin keeps it from being sent as an edit.
    Y.applyUpdate(anna.doc, Y.encodeStateAsUpdate(a), anna);
    Y.applyUpdate(bert.doc, Y.encodeStateAsUpdate(b), bert);
    anna.sendStep2(Y.encodeStateAsUpdate(a));
    await until(() => anna.refused.length > 0);
    expect(anna.refused[0]).toEqual({ frame: 2, reason: "foreign-client" });
    bert.sendStep2(Y.encodeStateAsUpdate(b));
    await until(() => anna.acked === anna.sent && bert.acked === bert.sent);
    await until(() => anna.text === "a1 b1 a2 b2 " && bert.text === anna.text);
    expect(await at.storedText()).toBe("a1 b1 a2 b2 ");
  });
});

describe("presence", () => {
  it("[9] of a guest is a name and a caret: what is longer is not passed on, a writer's is", async () => {
    await at.open();
    const [anna, guest, bert] = [
      await at.joined(),
      await at.joined({ as: "gast" }),
      await at.joined({ as: "bert" }),
    ];
    guest.sendPresence(7, 1, { caret: "short" });
    await until(() => anna.presence.has(7));
    guest.sendPresence(7, 2, { caret: "x".repeat(3_000) });
    guest.sendUpdate(typed("no", 901));
    await until(() => guest.acked === guest.sent);
    bert.sendPresence(9, 1, { caret: "x".repeat(3_000) });
    await until(() => anna.presence.has(9));
    expect(anna.presence.get(7)?.state).toMatchObject({ caret: "short" });
  });

  it.each(["gast", "bert"])(
    "[9] counts against its sender as often as it is sent on, for %s on all sockets together where it is much",
    async (as) => {
      const each = 1_800;
      const perSecond = 10 * each;
      await at.open({
        limits: { readerBytesPerSecond: perSecond, bytesPerSecond: perSecond, leastOtherCost: 1 },
      });
      const [anna, other] = [await at.joined(), await at.joined()];
      const flooding = await at.joined({ as });
      // oxlint-disable-next-line no-await-in-loop
      for (let i = 0; i < 7; i++) await at.joined({ as });
      flooding.sendPresence(7, 1, { caret: "x".repeat(each) });
      await until(() => anna.presence.has(7));
      flooding.sendPresence(7, 2, { caret: "flood" });
      for (let clock = 1; clock <= 2; clock++) {
        other.sendPresence(9, clock, { clock });
        // oxlint-disable-next-line no-await-in-loop
        await until(() => anna.presence.get(9)?.state?.["clock"] === clock);
      }
      expect(anna.presence.get(7)?.clock).toBe(1);
    },
  );

  it("carries the name of the session, whatever the client says", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    bert.sendPresence(7, 1, { user: { id: "anna", name: "Anna" }, caret: { at: 3 } });
    await until(() => anna.presence.has(7));
    expect(anna.presence.get(7)?.state).toEqual({
      user: { id: "bert", name: "bert example" },
      caret: { at: 3 },
    });
  });

  it("a connection speaks for one tab: what it says of others is not heard", async () => {
    await at.open();
    const [anna, bert, third] = [await at.joined(), await at.joined({ as: "bert" }), await at.joined()];
    anna.sendPresence(7, 1, { caret: 1 });
    await until(() => third.presence.has(7));
    bert.sendPresence(7, 5, null);
    bert.sendPresence(7, 6, { caret: "taken" });
    bert.sendPresence(8, 1, { caret: 2 });
    bert.sendPresence(9, 1, { caret: "second" });
    await until(() => third.presence.has(8));
    expect(third.presence.get(7)?.state).toMatchObject({ caret: 1 });
    expect(third.presence.has(9)).toBe(false);
  });

  it("newcomers see who is here; who leaves is gone, and newer than that when back", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    bert.sendPresence(7, 3, { caret: 1 });
    await until(() => anna.presence.has(7));
    const late = await at.joined();
    await until(() => late.presence.has(7));
    bert.close();
    await until(() => anna.presence.get(7)?.state === null);
    const gone = anna.presence.get(7)?.clock ?? 0;
    const back = await at.joined({ as: "bert" });
    back.sendPresence(7, 3, { caret: 2 });
    await until(() => anna.presence.get(7)?.state !== null);
    expect(anna.presence.get(7)?.clock).toBeGreaterThan(gone);
  });

  it("a flood is gathered into few frames, and the last state of everybody arrives", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    for (let i = 1; i <= 5_000; i++) bert.sendPresence(7, i, { caret: i });
    await until(() => anna.presence.get(7)?.state?.["caret"] === 5_000);
    expect(anna.presenceFrames).toBeLessThan(500);
    bert.sendPresence(7, 5_001, { caret: "x".repeat(100_000) });
    bert.sendPresence(7, 5_002, { caret: "end" });
    await until(() => anna.presence.get(7)?.state?.["caret"] === "end");
  });
});
