import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Person } from "../../src/domain/protocol/api.ts";
import { closeCodes, messageQueryAwareness, messageSync, syncStep1 } from "../../src/domain/protocol/sync.ts";
import { PersonRests } from "../export/PersonRests.ts";
import type { ArticleLog } from "../storage/articleLog.ts";
import { defaultLimits, socketShares } from "./limits.ts";
import { Reservations } from "./reservations.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { type RawClient, rawStream, until } from "./testing/rawClient.ts";

const at = roomsForEachTest();
const few = { readerSockets: 5, readerSocketsInArticle: 3, writerSockets: 9, writerSocketsInArticle: 6 };

/** So many came in; the one after them was told to try again, and nothing else. */
async function admits(count: number, join: () => RawClient): Promise<RawClient[]> {
  const inside: RawClient[] = [];
  for (let i = 0; i < count; i++) {
    const client = join();
    // oxlint-disable-next-line no-await-in-loop
    await until(() => client.synced);
    inside.push(client);
  }
  const beyond = join();
  await until(() => beyond.closed !== null);
  expect({ closed: beyond.closed, order: beyond.order }).toEqual({ closed: closeCodes.tryAgain, order: [] });
  return inside;
}

describe("sockets of one person", () => {
  it("are limited in one article and in all, for a guest to fewer", async () => {
    const { createArticle } = await at.open({ limits: few });
    createArticle("fire");
    await admits(few.readerSocketsInArticle, () => at.join({ as: "gast" }));
    await admits(few.readerSockets - few.readerSocketsInArticle, () =>
      at.join({ as: "gast", article: "fire" }),
    );
    await admits(few.writerSocketsInArticle, () => at.join());
    await admits(few.writerSockets - few.writerSocketsInArticle, () => at.join({ article: "fire" }));
    await at.joined({ as: "bert" });
  });

  it("count no more once they are closed", async () => {
    await at.open({ limits: few });
    const inside = await admits(few.readerSocketsInArticle, () => at.join({ as: "gast" }));
    for (const client of inside) client.close();
    await until(() => at.newsroom.rooms.state().connections === 0);
    await admits(few.readerSocketsInArticle, () => at.join({ as: "gast" }));
  });

  it("are closed down to a guest's when their person becomes one", async () => {
    const { access } = await at.open({ limits: few });
    const bert = await admits(few.writerSocketsInArticle, () => at.join({ as: "bert" }));
    access.change("bert", { role: "guest" });
    await until(() => bert.filter(({ closed }) => closed !== null).length === 3);
    const left = bert.filter(({ closed }) => closed === null);
    await until(() => left.every(({ events }) => events.length === 1));
    expect(new Set(bert.map(({ closed }) => closed))).toEqual(new Set([closeCodes.tryAgain, null]));
  });

  it("leave room for a thousand articles of one busy admin, three tabs each, and three hundred in one", () => {
    const { writerSockets } = socketShares(20_000);
    expect(writerSockets).toBeGreaterThan(3_300);
    expect(defaultLimits.writerSocketsInArticle).toBeGreaterThan(300);
    expect(defaultLimits.reservedIds).toBeGreaterThan(writerSockets);
  });

  it("are limited for all together, until one is closed", async () => {
    await at.open({ limits: { sockets: 4 } });
    const bert = [await at.joined({ as: "bert" }), await at.joined({ as: "bert" })];
    await admits(2, () => at.join());
    bert[0]?.close();
    await until(() => at.newsroom.rooms.state().connections === 3);
    await admits(1, () => at.join({ as: "gast" }));
  });

  it("are a quarter of what there are files for connections, and three quarters for all together", () => {
    expect(socketShares(524)).toEqual({ sockets: 393, writerSockets: 131, readerSockets: 60 });
    expect(socketShares(100)).toEqual({ sockets: 75, writerSockets: 25, readerSockets: 25 });
  });
});

describe("whoever had the server do much", () => {
  /** Rests by a clock that stands still: `tire` has somebody rest until the test is over, unless `later` is called. */
  function restsOfTest() {
    let now = 1_000;
    const rests = new PersonRests({ now: () => now });
    const tire = (personId: string): void => rests.counted(personId, () => void (now += 50));
    return { rests, tire, later: () => void (now += 1_000) };
  }

  it("waits for answers and with changes on all sockets, and others go on", async () => {
    const { rests, tire, later } = restsOfTest();
    await at.open({ rests });
    const anna = await at.joined();
    const bert = await at.joined({ as: "bert" });
    tire("anna");
    anna.type("tired ");
    const again = at.join({ silent: true });
    await until(() => again.hello !== null);
    again.send(messageSync, syncStep1, Uint8Array.of(0));
    for (const word of ["awake ", "still "]) {
      bert.type(word);
      // oxlint-disable-next-line no-await-in-loop
      await until(() => bert.settled && anna.text.includes(word));
    }
    expect([again.synced, anna.settled, bert.text.includes("tired")]).toEqual([false, false, false]);
    later();
    await until(() => again.synced && anna.settled && bert.text === anna.text);
    expect(again.text).toContain("tired");
  });

  it("waits with what is handed in, and it is told as not stored", async () => {
    const { rests, tire } = restsOfTest();
    const { access, rooms } = await at.open({ rests, limits: { handInMs: 500 } });
    const handIn = async (as: string, clientId: number) => {
      const visitor = await access.visitor({ cookie: as });
      if (!visitor) throw new Error("nobody");
      return rooms.handIn("flood", visitor, typed("x", clientId));
    };
    expect(await handIn("anna", 901)).toEqual({ code: "ok" });
    tire("anna");
    await expect(handIn("anna", 902)).rejects.toThrow("not stored yet");
    expect(await handIn("bert", 903)).toEqual({ code: "ok" });
    expect(await at.storedText()).toBe("xx");
  });

  it.each(["closes", "is demoted with more sockets than a guest has"])(
    "writes nothing of what waited when they may not write any more, also where their socket %s",
    async (how) => {
      const { rests, tire, later } = restsOfTest();
      const { access, rooms } = await at.open({ rests, limits: { readerSocketsInArticle: 1 } });
      const [bert, ...annas] = [await at.joined({ as: "bert" }), await at.joined(), await at.joined()];
      tire("anna");
      tire("bert");
      for (const anna of annas) anna.type("late");
      await until(() => rooms.state().queuedBytes > 2 * 256);
      // His turn comes after hers.
      bert.type("fine");
      if (how === "closes") {
        for (const anna of annas) anna.close();
        await until(() => rooms.state().connections === 1);
        access.change("anna", { active: false });
      } else {
        access.change("anna", { role: "guest" });
        await until(() => annas.some(({ closed }) => closed !== null));
      }
      later();
      await until(() => bert.settled);
      expect(await at.storedText()).toBe("fine");
    },
  );

  it("has so much of what waits kept for them at most, on all sockets together", async () => {
    const { rests, tire, later } = restsOfTest();
    await at.open({ rests, limits: { personQueuedBytes: 20_000 } });
    const [one, other] = [await at.joined(), await at.joined()];
    tire("anna");
    one.type("x".repeat(15_000));
    await until(() => at.newsroom.rooms.state().queuedBytes > 15_000);
    other.type("y".repeat(15_000));
    await until(() => other.closed !== null);
    expect(one.closed).toBe(null);
    later();
    await until(() => one.settled);
    one.type("z".repeat(15_000));
    await until(() => one.settled);
  });

  it("has no more of it kept for them for having handed in changes by HTTP", async () => {
    const { rests, tire } = restsOfTest();
    const { access, rooms } = await at.open({ rests, limits: { personQueuedBytes: 20_000 } });
    const [one, other] = [await at.joined(), await at.joined()];
    const visitor = await access.visitor({ cookie: "anna" });
    if (!visitor) throw new Error("nobody");
    const noise = new Uint8Array(18_000).fill(255);
    for (let i = 0; i < 3; i++) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await rooms.handIn("flood", visitor, noise)).toMatchObject({ reason: "malformed" });
    }
    tire("anna");
    one.type("x".repeat(15_000));
    await until(() => rooms.state().queuedBytes > 15_000);
    other.type("y".repeat(15_000));
    await until(() => other.closed !== null);
    await expect(rooms.handIn("flood", visitor, noise)).rejects.toThrow("waits already");
  });

  it("has nothing counted any more once what waited is gone", async () => {
    const { rests, tire } = restsOfTest();
    const { access, rooms } = await at.open({ rests, limits: { heldMs: 1e9, handInMs: 100 } });
    const stays = await at.joined();
    const [holding, unfinished, waiting] = [await at.joined(), await at.joined(), await at.joined()];
    const onto = new Y.Doc();
    Y.applyUpdate(onto, typed("x", 601));
    holding.sendUpdate(Y.diffUpdate(typed("y", 601, onto), Y.encodeStateVector(onto)));
    rawStream(unfinished).write(Buffer.from([0x82, 0xfe, 9, 0, 0, 0, 0, 0, 99]));
    await until(() => rooms.state().heldBytes > 0 && rooms.state().unfinishedBytes > 0);
    tire("anna");
    waiting.type("words");
    const visitor = await access.visitor({ cookie: "anna" });
    if (!visitor) throw new Error("nobody");
    const late = rooms.handIn("flood", visitor, new Uint8Array(1_000));
    await until(() => rooms.state().queuedBytes > 1_000);
    await expect(late).rejects.toThrow("not stored yet");
    for (const client of [holding, unfinished, waiting]) client.close();
    await until(() => rooms.state().connections === 1);
    expect(rooms.state()).toMatchObject({ heldBytes: 0, queuedBytes: 0, unfinishedBytes: 0 });
    expect(stays.closed).toBeNull();
  });

  it.each(["anna", "bert"])(
    "has no change of theirs refused for lacking what %s wrote, where only a turn is lacking",
    async (writer) => {
      const { rests, tire, later } = restsOfTest();
      const heldMs = 100;
      await at.open({ rests, limits: { heldMs, heartbeatMs: heldMs } });
      const [holding, other, reader] = [
        await at.joined(),
        await at.joined({ as: writer }),
        await at.joined({ as: "gast" }),
      ];
      const before = typed("x", 601);
      const onto = new Y.Doc();
      Y.applyUpdate(onto, before);
      holding.sendUpdate(Y.diffUpdate(typed("y", 602, onto), Y.encodeStateVector(onto)));
      await until(() => at.newsroom.rooms.state().heldBytes > 0);
      tire("anna");
      other.sendUpdate(before);
      if (writer === "bert") await until(() => other.settled);
      // Heard twice in `heldMs` at most.
      const acks = reader.acks + 10;
      await until(() => reader.acks > acks);
      expect(holding.refused).toEqual([]);
      later();
      await until(() => holding.acked === holding.sent && other.acked === other.sent);
      expect(holding.refused).toEqual([]);
      expect(await at.storedText()).toBe("xy");
    },
  );

  it("waits for articles to be opened", async () => {
    const { rests, tire, later } = restsOfTest();
    const { createArticle } = await at.open({ rests });
    createArticle("fire", "words");
    tire("anna");
    const anna = at.join({ article: "fire" });
    await until(() => anna.hello !== null);
    expect(at.newsroom.rooms.state().rooms).toBe(0);
    const bert = await at.joined({ as: "bert", article: "fire" });
    expect(bert.text).toBe("words");
    later();
    await until(() => anna.text === "words");
  });

  it("is asked to wait before each article, also where reading it has begun", async () => {
    const { rests, tire, later } = restsOfTest();
    const gate = gatedLoads();
    const { createArticle, rooms } = await at.open({ rests, log: gate.log });
    for (const id of ["one", "two", "other"]) createArticle(id, "words");
    const annas = ["one", "two"].map((article) => at.join({ article }));
    await until(() => gate.under.size === 2);
    tire("anna");
    gate.open();
    const bert = await at.joined({ as: "bert", article: "other" });
    bert.type("!");
    await until(() => bert.settled);
    expect(rooms.state().rooms).toBe(1);
    // Nobody else waits for her, nor the server itself.
    expect(await rooms.read("one", (doc) => doc.getText("body").toJSON())).toBe("words");
    await at.joined({ as: "bert", article: "two" });
    later();
    await until(() => annas.every(({ text }) => text === "words"));
  });

  it("has two articles read at once, and all others have theirs meanwhile", async () => {
    const gate = gatedLoads();
    const { createArticle } = await at.open({ log: gate.log });
    const ids = ["one", "two", "three", "four", "five"];
    for (const id of [...ids, "other"]) createArticle(id, "words");
    const annas = ids.map((article) => at.join({ article }));
    await until(() => annas.every(({ hello }) => hello !== null));
    const bert = at.join({ as: "bert", article: "other" });
    await until(() => gate.under.has("other"));
    expect(gate.under.size).toBe(3);
    const left = ids.findIndex((id) => !gate.under.has(id));
    annas[left]?.close();
    await until(() => at.newsroom.rooms.state().connections === 5);
    gate.open();
    const stay = [bert, ...annas.toSpliced(left, 1)];
    await until(() => stay.every(({ text }) => text === "words"));
    expect(gate.asked.has(ids[left] ?? "")).toBe(false);
  });
});

/** A log that reads nothing until `open` is called. */
function gatedLoads() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const under = new Set<string>();
  const asked = new Set<string>();
  const log = (stored: ArticleLog): ArticleLog =>
    new Proxy(stored, {
      get(target, name) {
        if (name === "load")
          return async (articleId: string) => {
            under.add(articleId);
            asked.add(articleId);
            await opened;
            under.delete(articleId);
            return target.load(articleId);
          };
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return { log, open: () => open(), under, asked };
}

describe("all sockets of one person together", () => {
  it("are read more slowly once they send much, however small", async () => {
    await at.open({ limits: { readerBytesPerSecond: 1e9, readerPersonBytesPerSecond: 60_000 } });
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    const guests = [];
    // oxlint-disable-next-line no-await-in-loop
    for (let i = 0; i < 4; i++) guests.push(await at.joined({ as: "gast" }));
    for (const guest of guests) for (let i = 0; i < 1_000; i++) guest.send(messageQueryAwareness);
    for (let clock = 1; clock <= 10; clock++) {
      for (const guest of guests) guest.sendPresence(7, clock, {});
      bert.sendPresence(9, clock, { clock });
      // oxlint-disable-next-line no-await-in-loop
      await until(() => anna.presence.get(9)?.state?.["clock"] === clock);
    }
    expect(anna.presence.get(7)?.clock ?? 0).toBeLessThan(10);
  });

  it("count what they send as often as it goes to others", async () => {
    await at.open({ limits: { personBytesPerSecond: 300_000 } });
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    for (let i = 0; i < 8; i++) {
      // oxlint-disable-next-line no-await-in-loop
      await at.joined({ as: "gast" });
    }
    anna.type("x".repeat(200_000));
    await until(() => anna.settled && bert.text.length === 200_000);
    anna.type("after");
    for (const word of ["one ", "two ", "three "]) {
      bert.type(word);
      // oxlint-disable-next-line no-await-in-loop
      await until(() => bert.settled);
    }
    expect(bert.text).not.toContain("after");
  });

  it("may have so much of unfinished messages: the next one is closed, and whole ones count no more", async () => {
    await at.open({ limits: { unfinishedBytes: 3_000_000 } });
    const clients = [await at.joined(), await at.joined(), await at.joined()] as const;
    const [first, second, third] = clients.map(rawStream);
    // A message of a kind that nobody knows, masked with zeros.
    const begin = Buffer.concat([
      Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x1e, 0x84, 0x80, 0, 0, 0, 0, 99]),
      Buffer.alloc(1_899_999),
    ]);
    const end = Buffer.alloc(100_000);
    first?.write(Buffer.concat([begin, end]));
    clients[0].type("between");
    await until(() => clients[0].settled);
    second?.write(begin);
    await until(() => at.newsroom.rooms.state().unfinishedBytes > 1_900_000);
    third?.write(begin);
    await until(() => clients.some(({ closed }) => closed !== null));
    const stays = clients[1].closed === null ? clients[1] : clients[2];
    expect(clients.filter(({ closed }) => closed === null)).toEqual([clients[0], stays]);
    (stays === clients[1] ? second : third)?.write(end);
    stays.type(" and after");
    await until(() => stays.settled);
  });
});

describe("[P4] a client id that somebody who writes has told to be theirs", () => {
  it("cannot be crowded out, however many ids others tell", async () => {
    await at.open({ limits: { reservedIds: 3 } });
    const anna = await at.joined();
    anna.sendPresence(anna.doc.clientID, 1, {});
    const watcher = await at.joined({ as: "bert" });
    await until(() => watcher.presence.has(anna.doc.clientID));
    for (const as of ["gast", "bert"])
      for (let id = 1; id <= 10; id++) {
        // oxlint-disable-next-line no-await-in-loop
        const client = await at.joined({ as });
        client.sendPresence(id, 1, {});
        // oxlint-disable-next-line no-await-in-loop
        await until(() => watcher.presence.get(id)?.state != null);
        client.close();
        // oxlint-disable-next-line no-await-in-loop
        await until(() => watcher.presence.get(id)?.state === null);
      }
    watcher.sendUpdate(typed("forged", anna.doc.clientID));
    await until(() => watcher.refused.length > 0);
    anna.type("mine");
    await until(() => anna.settled);
    expect(await at.storedText()).toBe("mine");
  });

  it("stays theirs while nobody is there, and is not shown as anybody else's", async () => {
    await at.open();
    const anna = await at.joined({ clientId: 7 });
    anna.sendPresence(7, 1, {});
    const witness = await at.joined({ as: "bert" });
    await until(() => witness.presence.has(7));
    witness.close();
    anna.close();
    await until(() => at.newsroom.rooms.state().rooms === 0);
    const [bert, guest] = [await at.joined({ as: "bert" }), await at.joined({ as: "gast" })];
    guest.sendPresence(7, 9, {});
    guest.sendPresence(8, 1, {});
    await until(() => bert.presence.has(8));
    expect(bert.presence.has(7)).toBe(false);
    bert.sendUpdate(typed("forged", 7));
    await until(() => bert.refused.length > 0);
    const back = await at.joined({ clientId: 7 });
    back.type("written offline");
    await until(() => back.settled);
    expect(await at.storedText()).toBe("written offline");
  });

  it("is theirs although a guest told it first, and the guest does not get it back", async () => {
    await at.open();
    const [guest, other, bert] = [
      await at.joined({ as: "gast" }),
      await at.joined({ as: "gast" }),
      await at.joined({ as: "bert" }),
    ];
    guest.sendPresence(7, 1, { caret: "guest" });
    await until(() => bert.presence.has(7));
    const anna = await at.joined({ clientId: 7 });
    anna.sendPresence(7, 1, { caret: "anna" });
    await until(() => bert.presence.get(7)?.state?.["caret"] === "anna");
    guest.sendPresence(7, 50, { caret: "taken back" });
    guest.sendPresence(7, 51, null);
    other.sendPresence(7, 60, { caret: "taken" });
    other.sendPresence(9, 1, {});
    await until(() => bert.presence.has(9));
    expect(bert.presence.get(7)?.state).toMatchObject({ caret: "anna", user: { id: "anna" } });
  });

  it("loses a guest who speaks under it once words are stored under it", async () => {
    await at.open();
    const [guest, bert] = [await at.joined({ as: "gast" }), await at.joined({ as: "bert" })];
    guest.sendPresence(7, 1, { caret: "guest" });
    await until(() => bert.presence.get(7)?.state != null);
    const anna = await at.joined({ clientId: 7 });
    anna.type("words");
    await until(() => anna.settled && bert.presence.get(7)?.state === null);
    guest.sendPresence(7, 50, { caret: "again" });
    guest.sendPresence(9, 1, {});
    await until(() => bert.presence.has(9));
    expect(bert.presence.get(7)?.state).toBeNull();
  });

  it("one guest does not take over what another shows", async () => {
    const { access } = await at.open();
    access.people.set("zweiter", {
      ...(access.people.get("gast") as Person),
      id: "zweiter",
      name: "zweiter",
    });
    const [guest, second, bert] = [
      await at.joined({ as: "gast" }),
      await at.joined({ as: "zweiter" }),
      await at.joined({ as: "bert" }),
    ];
    guest.sendPresence(7, 1, { caret: "guest" });
    await until(() => bert.presence.has(7));
    second.sendPresence(7, 9, { caret: "second" });
    second.sendPresence(9, 1, {});
    await until(() => bert.presence.has(9));
    expect(bert.presence.get(7)?.state).toMatchObject({ user: { id: "gast" } });
  });
});

it("a person's reservations push out their own oldest, nobody else's", () => {
  const reservations = new Reservations({ maxOfPerson: 3, epoch: () => 0, keep: () => {} });
  reservations.reserve("flood", 1, "anna");
  for (let id = 10; id < 20; id++) expect(reservations.reserve("flood", id, "bert")).toBe(true);
  reservations.reserve("fire", 2, "anna");
  expect(reservations.owner("flood", 1)).toBe("anna");
  expect(reservations.reserve("flood", 1, "bert")).toBe(false);
  expect([16, 17, 18, 19].map((id) => reservations.owner("flood", id))).toEqual([
    undefined,
    "bert",
    "bert",
    "bert",
  ]);
  // Told again, it is not the oldest any more.
  reservations.reserve("flood", 17, "bert");
  reservations.reserve("flood", 20, "bert");
  expect(reservations.owner("flood", 17)).toBe("bert");
  expect(reservations.owner("flood", 18)).toBeUndefined();
  reservations.release("flood", 1);
  expect(reservations.reserve("flood", 1, "bert")).toBe(true);
});

describe("whoever stores much", () => {
  it("has more taken in slowly on all sockets and by HTTP, is refused nothing and reads on, and others write", async () => {
    const { access, createArticle, rooms } = await at.open({
      limits: { storedBytesAtOnce: 20_000, storedBytesPerSecond: 1 },
    });
    createArticle("fire");
    const [one, other] = [await at.joined(), await at.joined({ article: "fire" })];
    const bert = await at.joined({ as: "bert" });
    one.type("x".repeat(30_000));
    await until(() => one.settled);
    other.type("y");
    const visitor = await access.visitor({ cookie: "anna" });
    if (!visitor) throw new Error("nobody");
    const late = rooms.handIn("fire", visitor, typed("z", 901)).catch(() => "late");
    await until(() => rooms.state().queuedBytes > 0);
    // Their old sockets may be gone: what they stored is not.
    one.close();
    await until(() => rooms.state().connections === 2);
    const again = at.join();
    await until(() => again.synced && again.text.length === 30_000);
    again.type("again ", 0);
    bert.type("words ", 0);
    await until(() => bert.settled);
    expect([other.settled, again.settled, rooms.state().connections]).toEqual([false, false, 3]);
    expect([other.closed, other.refused, again.closed, again.refused]).toEqual([null, [], null, []]);
    expect(await at.storedText("fire")).toBe("");
    other.close();
    expect(await Promise.race([late, Promise.resolve("waits")])).toBe("waits");
  });

  it("is taken at that rate, whatever they bring that is stored already", async () => {
    await at.open({ limits: { storedBytesAtOnce: 20_000, storedBytesPerSecond: 50_000 } });
    const anna = await at.joined();
    for (let i = 0; i < 8; i++) anna.type("x".repeat(5_000));
    await until(() => anna.settled);
    expect(anna.refused).toEqual([]);
    expect(await at.storedText()).toHaveLength(40_000);
    const everything = Y.encodeStateAsUpdate(anna.doc);
    // Were they counted, it would take a week.
    await at.newsroom.restart({ limits: { storedBytesAtOnce: 50_000, storedBytesPerSecond: 1 } });
    const back = await at.joined();
    for (let i = 0; i < 20; i++) back.sendStep2(everything);
    await until(() => back.acked === back.sent);
    back.type("y");
    await until(() => back.settled);
  });
});
