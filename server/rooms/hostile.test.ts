import { connect } from "node:net";
import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { copiesMap, fieldText, marksMap, mediaMap } from "../../src/domain/article/document.ts";
import { fieldNames } from "../../src/domain/article/fields.ts";
import {
  closeCodes,
  messageQueryAwareness,
  messageSync,
  syncStep1,
  syncStep2,
  syncUpdate,
} from "../../src/domain/protocol/sync.ts";
import type { ArticleLog, LogEntry } from "../storage/articleLog.ts";
import { withoutClients } from "./docChanges.ts";
import type { Limits } from "./limits.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { presenceMessageOf } from "./testing/frames.ts";
import { rawStream, until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

/** Anna and Bert go on writing, whatever the third did. */
async function othersWriteOn(): Promise<void> {
  const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
  anna.type("one ");
  bert.type("two ");
  await until(() => anna.settled && bert.settled && anna.text === bert.text);
  expect(await at.storedText()).toBe(anna.text);
}

describe("malformed frames", () => {
  it.each([
    ["nothing at all", []],
    ["an endless number", [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]],
    ["an unknown sync step", [messageSync, 9, 0]],
    ["a step 1 without a vector", [messageSync, syncStep1]],
    ["a step 1 with half a vector", [messageSync, syncStep1, 2, 5, 1]],
    ["presence that ends early", [1, 50, 1, 1]],
  ])("%s closes only that connection", async (_what, bytes) => {
    await at.open();
    const bad = await at.joined();
    bad.socket.send(Uint8Array.from(bytes));
    await until(() => bad.closed !== null);
    expect(bad.closed).toBe(1007);
    await othersWriteOn();
  });

  it.each([
    ["an update cut short", [messageSync, syncUpdate, 200, 1, 1]],
    ["an update with a tail", [messageSync, syncUpdate, 2, 0, 0, 7]],
    ["a step 2 of noise", [messageSync, syncStep2, 5, 1, 2, 3, 4, 5]],
    [
      "a text that reaches beyond the frame",
      [messageSync, syncUpdate, 10, 1, 1, 9, 0, 4, 1, 1, 98, 127, 120],
    ],
  ])("%s is refused, and the connection goes on", async (_what, bytes) => {
    await at.open();
    const bad = await at.joined();
    bad.socket.send(Uint8Array.from(bytes));
    bad.sent++;
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([{ frame: 2, reason: "malformed" }]);
    bad.type("fine");
    await until(() => bad.settled);
    expect(await at.storedText()).toBe("fine");
  });

  it("text frames and unknown messages do no harm", async () => {
    await at.open();
    const [curious, bad] = [await at.joined(), await at.joined()];
    curious.send(42, 1, 2);
    curious.type("x");
    await until(() => curious.settled);
    bad.socket.send("hello");
    await until(() => bad.closed !== null);
    expect(bad.closed).toBe(1003);
    await othersWriteOn();
  });

  it("a frame above the limit closes with 1009", async () => {
    await at.open();
    const bad = await at.joined();
    bad.socket.send(new Uint8Array(50 * 1024 * 1024));
    await until(() => bad.closed !== null);
    expect(bad.closed).toBe(closeCodes.tooLarge);
    await othersWriteOn();
  });

  it("a thousand half-open sockets and broken or slow handshakes leave the server standing", async () => {
    const { url } = await at.open();
    const { port, hostname } = new URL(url);
    const sockets = Array.from({ length: 1_000 }, () => connect(Number(port), hostname));
    for (const [i, socket] of sockets.entries()) {
      socket.on("error", () => {});
      if (i % 3 === 0) socket.write("GET /sync/flood HTTP/1.1\r\nupgrade: web");
      if (i % 3 === 1)
        socket.write(
          "GET /sync/flood HTTP/1.1\r\nupgrade: websocket\r\nconnection: upgrade\r\ncookie: anna\r\n\r\n",
        );
    }
    await othersWriteOn();
    for (const socket of sockets) socket.destroy();
  });

  it("a compressed frame, which nobody agreed on, closes only that connection", async () => {
    await at.open();
    const bad = await at.joined();
    rawStream(bad).write(Uint8Array.of(0xc2, 0x81, 0, 0, 0, 0, 0));
    await until(() => bad.closed !== null);
    await othersWriteOn();
  });

  it("frames with any one bit turned are taken, refused or close that connection, and nothing else", async () => {
    await at.open();
    const whole = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, messageSync);
      encoding.writeVarUint(encoder, syncUpdate);
      encoding.writeVarUint8Array(encoder, typed("flip", 900));
    });
    let bad = await at.joined({ as: "bert" });
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = whole.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      if (bad.closed !== null) {
        // oxlint-disable-next-line no-await-in-loop
        bad = await at.joined({ as: "bert" });
      }
      bad.socket.send(bytes);
    }
    await othersWriteOn();
  });
});

describe("content that nobody could have written", () => {
  /** An update with one item under the given root, its content as bytes. */
  const item = (content: readonly number[] | Uint8Array, kind: number, root = "body"): Uint8Array =>
    encoding.encode((encoder) => {
      for (const number of [1, 1, 901, 0]) encoding.writeVarUint(encoder, number);
      encoding.writeUint8(encoder, kind);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, root);
      encoding.writeUint8Array(encoder, Uint8Array.from(content));
      encoding.writeVarUint(encoder, 0);
    });
  const text = (value: string): Uint8Array =>
    encoding.encode((encoder) => encoding.writeVarString(encoder, value));

  it.each([
    ["values nested without end", item([1, ...Array.from({ length: 5_000 }, () => [117, 1]).flat(), 126], 8)],
    ["JSON nested without end", item(text("[".repeat(5_000) + "]".repeat(5_000)), 5)],
    ["bytes that are no UTF-8", item([2, 0xc3, 0x28], 4)],
    ["Yjs's own formatting", item([...text("bold"), ...text("true")], 6)],
    ["a list as a type of its own", item([0], 7)],
    ["an element of XML", item([3, ...text("p")], 7)],
    ["a fragment of XML", item([4], 7)],
    ["a text of XML", item([6], 7)],
    ["JSON as Yjs once stored it", item([1, ...text("{}")], 2)],
    ["bytes", item([2, 1, 2], 3)],
    ["a document inside the document", item([...text("inner"), 126], 9)],
    ["deletions from the end to the beginning", Uint8Array.of(0, 1, 7, 2, 5, 1, 3, 1)],
    ["the deletions of one writer twice", Uint8Array.of(0, 2, 7, 1, 3, 1, 7, 1, 5, 1)],
    ["an array that announces more than there is", item([255, 255, 255, 255, 7, 126], 8)],
    [
      "sixty thousand writers",
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 60_000);
        for (let client = 0; client < 60_000; client++) {
          for (const number of [1, 1_000 + client, 0]) encoding.writeVarUint(encoder, number);
          encoding.writeUint8(encoder, 0);
          encoding.writeVarUint(encoder, 1);
        }
        encoding.writeVarUint(encoder, 0);
      }),
    ],
  ])("%s: refused, and the connection goes on", async (_what, update) => {
    await at.open();
    const bad = await at.joined();
    bad.sendUpdate(update);
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([{ frame: 2, reason: "malformed" }]);
    await othersWriteOn();
  });

  it.each(["sendUpdate", "sendStep2"] as const)(
    "more new client ids than anybody has (%s): refused, and none of them is kept",
    async (send) => {
      await at.open({ limits: { newClients: 20 } });
      const bad = await at.joined();
      const doc = new Y.Doc();
      for (let client = 1; client <= 21; client++) Y.applyUpdate(doc, typed("x", client));
      bad[send](Y.encodeStateAsUpdate(doc));
      await until(() => bad.acked === bad.sent);
      expect(bad.refused).toEqual([{ frame: 2, reason: "too-large" }]);
      expect((await at.newsroom.log.load("flood"))?.writers).toEqual([]);
      await othersWriteOn();
    },
  );

  it("[9] client ids by and by: refused for a minute, and for good beyond a person's share and an article's", async () => {
    await at.open({ limits: { newClientsAMinute: 4, personClients: 6, articleClients: 9 } });
    let client = 0;
    const bring = async (as: string, send: "sendUpdate" | "sendStep2"): Promise<string | undefined> => {
      const tab = await at.joined({ as });
      tab[send](typed("x", ++client));
      await until(() => tab.acked === tab.sent);
      tab.close();
      return tab.refused[0]?.reason;
    };
    const bringAll = async (as: string, count: number): Promise<(string | undefined)[]> => {
      const outcomes: (string | undefined)[] = [];
      for (let i = 0; i < count; i++) {
        // oxlint-disable-next-line no-await-in-loop
        outcomes.push(await bring(as, i % 2 === 0 ? "sendUpdate" : "sendStep2"));
      }
      return outcomes;
    };
    const taken = (count: number): undefined[] => Array.from({ length: count }, () => undefined);
    expect(await bringAll("anna", 5)).toEqual([...taken(4), "too-fast"]);
    expect(await bring("bert", "sendUpdate")).toBeUndefined();
    await at.newsroom.restart({ limits: { personClients: 6, articleClients: 9 } });
    expect(await bringAll("anna", 3)).toEqual([...taken(2), "article-full"]);
    expect(await bringAll("bert", 3)).toEqual([...taken(2), "article-full"]);
    expect((await at.newsroom.log.load("flood"))?.writers).toHaveLength(9);
  });

  it("more than an article may hold: refused until something is deleted, and nothing of it is lost", async () => {
    await at.open({ limits: { articleBytes: 20_000, weighEveryMs: 0 } });
    const writer = await at.joined();
    writer.type("x".repeat(15_000));
    for (let i = 0; i < 20; i++) {
      // Stored is then more than is left of it.
      writer.type("y".repeat(400));
      writer.doc.getText("body").delete(15_000, 400);
    }
    await until(() => writer.settled);
    expect(writer.refused).toEqual([]);
    const other = await at.joined({ as: "bert" });
    const kept = other.text;
    other.sendUpdate(typed("z".repeat(8_000), 901));
    await until(() => other.acked === other.sent);
    expect(other.refused).toEqual([{ frame: 2, reason: "article-full" }]);
    writer.doc.getText("body").delete(0, 10_000);
    other.sendUpdate(typed("z".repeat(8_000), 901));
    await until(() => other.acked === other.sent && writer.text.length === kept.length - 2_000);
    expect(other.refused).toHaveLength(1);
    await until(async () => (await at.storedText()).length === kept.length - 2_000);
  });

  it("[11] bytes that nobody sees or can delete: refused where they leave others no room", async () => {
    const limits = { articleBytes: 20_000, weighEveryMs: 0 };
    await at.open({ limits });
    const fill = async (bytes: number): Promise<number> => {
      const bad = await at.joined();
      const doc = new Y.Doc();
      doc.getMap("nowhere").set("x", "x".repeat(bytes));
      bad.sendUpdate(Y.encodeStateAsUpdate(doc));
      await until(() => bad.acked === bad.sent);
      return bad.refused.length;
    };
    expect(await fill(15_000)).toBe(0);
    expect(await fill(2_000)).toBe(1);
    await at.newsroom.restart({ limits });
    expect(await fill(2_000)).toBe(1);
    const bert = await at.joined({ as: "bert" });
    bert.type("y".repeat(3_000));
    await until(() => bert.acked === bert.sent);
    expect(bert.refused).toEqual([]);
    bert.doc.getText("body").delete(0, 3_000);
    await until(() => bert.settled);
  });

  it("names of prototypes are names like others", async () => {
    await at.open();
    const [bad, other] = [await at.joined(), await at.joined({ as: "bert" })];
    bad.doc.getMap("__proto__").set("constructor", JSON.parse('{"__proto__": {"polluted": true}}'));
    bad.doc.getMap("details").set("__proto__", "x");
    bad.sendPresence(bad.doc.clientID, 1, JSON.parse('{"__proto__": {"user": {"name": "Bert"}}}'));
    await until(() => bad.settled && other.presence.has(bad.doc.clientID));
    expect(other.presence.get(bad.doc.clientID)?.state?.["user"]).toMatchObject({ id: "anna" });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await othersWriteOn();
  });
});

describe("updates that cost far more than their size tells", () => {
  /** So many letters, each of them written as if it were the first of all. */
  const firstLetters = (count: number, client: number): Uint8Array =>
    encoding.encode((encoder) => {
      for (const number of [1, count, client, 0]) encoding.writeVarUint(encoder, number);
      for (let left = count; left > 0; left--) {
        encoding.writeUint8(encoder, 4);
        encoding.writeVarUint(encoder, 1);
        for (const text of ["body", "x"]) encoding.writeVarString(encoder, text);
      }
      encoding.writeVarUint(encoder, 0);
    });
  const refusedAs = async (bad: Awaited<ReturnType<typeof at.joined>>, reason: string): Promise<void> => {
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([{ frame: bad.sent, reason }]);
    await othersWriteOn();
  };

  it.each(["sendUpdate", "sendStep2"] as const)(
    "letters that all have to pass those of others on their way in (%s) are refused",
    async (send) => {
      await at.open();
      const bad = await at.joined();
      bad.sendUpdate(firstLetters(2_000, 1));
      bad[send](firstLetters(2_000, 2));
      await refusedAs(bad, "malformed");
    },
  );

  it("whoever sends such is not heard for a while", async () => {
    await at.open({ limits: { costlyCost: 1e12 } });
    const bad = await at.joined();
    bad.sendUpdate(firstLetters(2_000, 1));
    bad.sendUpdate(firstLetters(2_000, 2));
    await refusedAs(bad, "malformed");
    bad.type("later");
    await othersWriteOn();
    expect(bad.acked).toBe(bad.sent - 1);
  });

  it("shared types that no article has: a few are kept for newer versions, more are refused, in one update or many", async () => {
    await at.open();
    const [bad, doc] = [await at.joined({ as: "bert" }), new Y.Doc()];
    const named = (from: number, to: number): Uint8Array => {
      const before = Y.encodeStateVector(doc);
      doc.transact(() => {
        for (let i = from; i < to; i++) doc.getMap(`root ${i}`).set("key", i);
      });
      return Y.encodeStateAsUpdate(doc, before);
    };
    bad.sendUpdate(named(0, 10));
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([]);
    for (const [from, to] of [
      [10, 110],
      [110, 165],
    ] as const) {
      bad.sendUpdate(named(from, to));
      // oxlint-disable-next-line no-await-in-loop
      await until(() => bad.acked === bad.sent);
    }
    expect(bad.refused.map(({ reason }) => reason)).toEqual(["malformed", "malformed"]);
    await othersWriteOn();
  });

  it("shared types that no article has, as many as are kept, take no field from the article's own, over a restart too", async () => {
    await at.open();
    const bad = await at.joined({ as: "bert" });
    const doc = new Y.Doc();
    for (let i = 0; i < 64; i++) doc.getText(`root ${i}`).insert(0, "x");
    bad.sendUpdate(Y.encodeStateAsUpdate(doc));
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([]);
    await at.newsroom.restart();
    const anna = await at.joined();
    for (const field of fieldNames) fieldText(anna.doc, field).insert(0, "first words");
    for (const map of [mediaMap, marksMap, copiesMap]) map(anna.doc).set("odd", 1);
    // As a page that comes back with everything.
    anna.sendStep2(Y.encodeStateAsUpdate(anna.doc));
    await until(() => anna.settled);
    expect(anna.refused).toEqual([]);
    await at.newsroom.restart();
    await othersWriteOn();
  });

  it("[0] clocks of nothing at all: refused where they leave others none, over a restart and by hand-in too", async () => {
    await at.open();
    const anna = await at.joined();
    anna.type("before");
    await until(() => anna.settled);
    const cleared = (client: number, clocks: number): Uint8Array =>
      encoding.encode((encoder) => {
        for (const value of [1, 1, client, 0, 0, clocks, 0]) encoding.writeVarUint(encoder, value);
      });
    let client = 70;
    const fill = async (): Promise<void> => {
      const bad = await at.joined({ as: "bert" });
      for (let clocks = 2 ** 27 - 100; clocks > 1; clocks = Math.floor(clocks / 2))
        for (let i = 0; i < 2; i++) bad.sendUpdate(cleared(++client, clocks));
      await until(() => bad.acked === bad.sent);
      expect(bad.refused.length).toBeGreaterThan(0);
      expect(bad.refused.every(({ reason }) => reason === "article-full")).toBe(true);
      bad.close();
    };
    const writeOn = async (words: string): Promise<void> => {
      const page = await at.joined();
      page.type(words);
      page.sendStep2(Y.encodeStateAsUpdate(page.doc));
      await until(() => page.settled);
      expect(page.refused).toEqual([]);
      const offline = new Y.Doc();
      Y.applyUpdate(offline, Y.encodeStateAsUpdate(page.doc));
      offline.getText("body").insert(offline.getText("body").length, "!");
      const all = Y.encodeStateAsUpdate(offline);
      const visitor = await at.newsroom.access.visitor({ cookie: "anna" });
      expect(visitor && (await at.newsroom.rooms.handIn("flood", visitor, all))).toEqual({ code: "ok" });
      page.close();
    };
    await fill();
    await writeOn(" and after");
    await at.newsroom.restart();
    await fill();
    await writeOn(" and again");
    expect(await at.storedText()).toBe("before and after! and again!");
  });

  it.each([
    [1, 2],
    [2, 1],
  ])(
    "hundreds of notes that two people each began at the same place while apart are taken whole, in either order",
    async (first, second) => {
      await at.open();
      const notes = (client: number): Uint8Array => {
        const doc = new Y.Doc();
        doc.clientID = client;
        for (let note = 0; note < 300; note++)
          for (const [i, letter] of Array.from("note").entries()) doc.getText("body").insert(i, letter);
        return Y.encodeStateAsUpdate(doc);
      };
      for (const [name, client] of [
        ["anna", first],
        ["bert", second],
      ] as const) {
        const person = await at.joined({ as: name });
        person.sendStep2(notes(client));
        await until(() => person.acked === person.sent);
        expect(person.refused).toEqual([]);
      }
      const reader = await at.joined();
      await until(() => reader.doc.getText("body").length === 2 * 300 * 4);
    },
  );

  it("an article in which much had to be passed takes what people write, and no more such letters", async () => {
    const limits = { passedInArticle: 10_000, passedAnyway: 1_000 };
    await at.open({ limits });
    const bad = await at.joined();
    bad.sendUpdate(firstLetters(60, 1));
    bad.sendUpdate(firstLetters(100, 2));
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([]);
    await at.newsroom.restart({ limits });
    const again = await at.joined();
    again.sendUpdate(firstLetters(100, 3));
    await refusedAs(again, "malformed");
  });

  it("an old value that comes after many newer ones is refused where finding its place takes too long", async () => {
    await at.open({ limits: { passedItems: 500 } });
    const bad = await at.joined();
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    for (let i = 0; i < 600; i++) {
      const [by, other] = i % 2 === 0 ? docs : [docs[1], docs[0]];
      by.getMap("details").set("odd", `${i}`);
      Y.applyUpdate(other, Y.encodeStateAsUpdate(by, Y.encodeStateVector(other)));
    }
    bad.sendUpdate(Y.encodeStateAsUpdate(docs[0]));
    const late = encoding.encode((encoder) => {
      for (const number of [1, 1, 2, 0]) encoding.writeVarUint(encoder, number);
      encoding.writeUint8(encoder, 0x24);
      encoding.writeVarUint(encoder, 1);
      for (const text of ["details", "odd", "x"]) encoding.writeVarString(encoder, text);
      encoding.writeVarUint(encoder, 0);
    });
    bad.sendUpdate(late);
    await refusedAs(bad, "malformed");
  });

  it("deletions that move more than people's ever do are refused", async () => {
    await at.open({ limits: { movedPieces: 50_000 } });
    const bad = await at.joined();
    bad.type("x".repeat(2_000));
    await until(() => bad.settled);
    const every = (step: number): Uint8Array =>
      encoding.encode((encoder) => {
        const count = 2_000 / step;
        for (const number of [0, 1, bad.doc.clientID, count]) encoding.writeVarUint(encoder, number);
        for (let i = 0; i < count; i++)
          for (const number of [i * step, 1]) encoding.writeVarUint(encoder, number);
      });
    bad.sendUpdate(every(4));
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([]);
    bad.sendUpdate(every(2));
    await refusedAs(bad, "malformed");
  });

  it("pieces that cut a text at every letter, from its end to its beginning, are refused", async () => {
    await at.open({ limits: { movedPieces: 50_000 } });
    const bad = await at.joined();
    bad.sendUpdate(typed("x".repeat(2_000), 901));
    await until(() => bad.acked === bad.sent);
    const cuts = (count: number, clientId: number): Uint8Array => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, typed("x".repeat(2_000), 901));
      doc.clientID = clientId;
      const before = Y.encodeStateVector(doc);
      for (let i = count; i > 0; i--) doc.getText("body").insertEmbed(i * 2, {});
      return Y.encodeStateAsUpdate(doc, before);
    };
    bad.sendUpdate(cuts(200, 902));
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toEqual([]);
    bad.sendUpdate(cuts(900, 903));
    await refusedAs(bad, "malformed");
  });

  it("types in each other, which would take the stack to delete, are refused beyond what an article has", async () => {
    await at.open();
    const bad = await at.joined();
    const nested = (key: string, depth: number): void =>
      bad.doc.transact(() => {
        let map = bad.doc.getMap(key);
        for (let i = 0; i < depth; i++) map = map.set("in", new Y.Map());
      });
    nested("shallow", 16);
    await until(() => bad.settled);
    expect(bad.refused).toEqual([]);
    const deep = new Y.Doc();
    deep.transact(() => {
      let map: Y.Map<unknown> = deep.getMap("deep");
      for (let i = 0; i < 3_000; i++) map = map.set("in", new Y.Map<unknown>());
    });
    bad.sendUpdate(Y.encodeStateAsUpdate(deep));
    await refusedAs(bad, "malformed");
  });

  it("more pieces than an article has are refused", async () => {
    await at.open({ limits: { structs: 1_000 } });
    const bad = await at.joined();
    bad.sendUpdate(firstLetters(1_001, 1));
    await refusedAs(bad, "too-large");
  });
});

describe("what cannot be handled", () => {
  it("closes whoever sent it; the document and the others go on", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.type("kept ");
    await until(() => anna.settled && bert.text === "kept ");
    await at.newsroom.rooms.read("flood", ({ store: { clients } }) => {
      const get = clients.get.bind(clients);
      clients.get = () => {
        clients.get = get;
        throw new Error("odd");
      };
    });
    bert.type("odd");
    await until(() => bert.closed !== null);
    expect(bert.refused).toEqual([{ frame: bert.sent, reason: "malformed" }]);
    expect(anna.closed).toBeNull();
    await othersWriteOn();
    expect(anna.text).not.toContain("odd");
  });

  it("presence of lists in lists without end is not heard", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    const lists = `${"[".repeat(6_000)}${"]".repeat(6_000)}`;
    bert.socket.send(presenceMessageOf(bert.doc.clientID, 1, `{"a":${lists}}`));
    bert.type("fine");
    await until(() => bert.settled && anna.text === "fine");
    expect(anna.presence.size).toBe(0);
    await othersWriteOn();
  });

  it("a change that nobody sent is stored and sent to everybody", async () => {
    await at.open();
    const anna = await at.joined();
    await at.newsroom.rooms.read("flood", (doc) => doc.getText("body").insert(0, "by itself"));
    await until(() => anna.text === "by itself");
    anna.type("!");
    await until(() => anna.settled);
    expect(await at.storedText()).toBe("by itself!");
  });
});

describe("a change that breaks the document in memory", () => {
  it("sends everybody to a fresh one; nothing acked is lost, and the process lives", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    anna.type("kept ");
    await until(() => anna.settled);
    await at.newsroom.rooms.read("flood", (doc) =>
      doc.once("beforeObserverCalls", () => {
        throw new Error("broken");
      }),
    );
    bert.type("bomb");
    await until(() => anna.closed !== null && bert.closed !== null);
    expect(anna.closed).toBe(closeCodes.tryAgain);
    const again = await at.joined({ as: "bert" });
    expect(again.text).toContain("kept ");
    again.type("on");
    await until(() => again.settled);
    await othersWriteOn();
  });

  /** Bert's change breaks the document; he and Anna come back. */
  async function afterBertBrokeIt(limits: Partial<Limits>) {
    await at.open({ limits });
    const broken = await at.joined({ as: "bert" });
    await at.newsroom.rooms.read("flood", (doc) =>
      doc.once("beforeObserverCalls", () => {
        throw new Error("broken");
      }),
    );
    broken.type("bomb");
    await until(() => broken.closed !== null);
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    const annaWritesOn = async (): Promise<void> => {
      anna.type("on");
      await until(() => anna.settled);
    };
    return { anna, bert, annaWritesOn };
  }

  it("whoever sent it has their next changes tried, one after the other with time between; others do not wait", async () => {
    const { bert, annaWritesOn } = await afterBertBrokeIt({ tryRest: 1e6 });
    bert.type("tried");
    await until(() => bert.settled);
    for (let i = 0; i < 50; i++) bert.type("x");
    await annaWritesOn();
    expect(bert.acked).toBe(bert.sent - 50);
    expect(bert.refused).toEqual([]);
  });

  it("what waits for a colleague's words, and then to be tried, is not refused for that", async () => {
    const { anna, bert } = await afterBertBrokeIt({ tryRest: 1_000, heldMs: 100 });
    bert.type("tried ");
    await until(() => bert.settled && anna.text === bert.text);
    const word = typed("word ", 601, anna.doc);
    const onto = new Y.Doc();
    for (const update of [Y.encodeStateAsUpdate(anna.doc), word]) Y.applyUpdate(onto, update);
    bert.sendUpdate(Y.diffUpdate(typed("on it", 602, onto), Y.encodeStateVector(onto)));
    await until(() => at.newsroom.rooms.state().heldBytes > 0);
    anna.sendUpdate(word);
    await until(() => bert.acked === bert.sent);
    expect(bert.refused).toEqual([]);
    expect(await at.storedText()).toContain("tried word on it");
  });

  it("what cannot be tried for its article's length is refused, and others write on", async () => {
    const { bert, annaWritesOn } = await afterBertBrokeIt({ triedBytes: 0 });
    bert.type("x");
    await until(() => bert.acked === bert.sent);
    expect(bert.refused).toEqual([{ frame: bert.sent, reason: "malformed" }]);
    await annaWritesOn();
  });

  it("after a while whoever sent it is like anybody", async () => {
    const { bert, annaWritesOn } = await afterBertBrokeIt({ suspectMs: 0, triedBytes: 0, tryRest: 1e6 });
    for (let i = 0; i < 50; i++) bert.type("x");
    await until(() => bert.settled);
    expect(bert.refused).toEqual([]);
    await annaWritesOn();
  });

  it("whoever is back before all of it is on the disk waits, and then writes on", async () => {
    let letGo = (): void => {};
    const stored = { held: Promise.resolve() };
    const held = (log: ArticleLog): ArticleLog =>
      new Proxy(log, {
        get(target, name) {
          if (name === "commit")
            return async (entries: readonly LogEntry[]) => {
              await stored.held;
              return target.commit(entries);
            };
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    await at.open({ log: held });
    const anna = await at.joined();
    anna.type("kept ");
    await until(() => anna.settled);
    await at.newsroom.rooms.read("flood", (doc) =>
      doc.once("beforeObserverCalls", () => {
        throw new Error("broken");
      }),
    );
    stored.held = new Promise((resolve) => {
      letGo = resolve;
    });
    anna.type("bomb");
    await until(() => anna.closed !== null);
    const back = at.join();
    await until(() => back.hello !== null);
    letGo();
    await until(() => back.synced && back.acked > 0);
    back.type("on");
    await until(() => back.settled);
    expect(await at.storedText()).toContain("on");
  });
});

it("a long change of somebody who only reads is refused without a look", async () => {
  await at.open();
  const guest = await at.joined({ as: "gast" });
  guest.sendUpdate(new Uint8Array(100_000).fill(255));
  guest.sendUpdate(new Uint8Array(100).fill(255));
  await until(() => guest.acked === guest.sent);
  expect(guest.refused.map(({ reason }) => reason)).toEqual(["read-only", "malformed"]);
});

describe("missing predecessors", () => {
  const chain = (): Uint8Array[] => {
    const doc = new Y.Doc();
    doc.clientID = 500;
    const updates: Uint8Array[] = [];
    doc.on("update", (update: Uint8Array) => updates.push(update));
    for (const word of ["one ", "two ", "three "])
      doc.getText("body").insert(doc.getText("body").length, word);
    return updates;
  };

  it("hold the count, are asked for again, and let go once they came", async () => {
    await at.open();
    const anna = await at.joined();
    const asked = anna.step1s;
    const [one, two, three] = chain() as [Uint8Array, Uint8Array, Uint8Array];
    anna.sendUpdate(three);
    await until(() => anna.step1s > asked);
    anna.sendUpdate(two);
    expect(anna.acked).toBe(1);
    expect(await at.storedText()).toBe("");
    anna.sendUpdate(one);
    await until(() => anna.acked === anna.sent);
    expect(anna.refused).toEqual([]);
    expect(await at.storedText()).toBe("one two three ");
  });

  it("of several clients let go as each comes, also where two pages hold what the other waits for", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    const doc = new Y.Doc();
    for (const [word, client] of [
      ["d", 504],
      ["b", 511],
      ["c", 503],
      ["a", 510],
    ] as const)
      Y.applyUpdate(doc, typed(word, client, doc));
    const everything = Y.encodeStateAsUpdate(doc);
    const asked = [anna.step1s, bert.step1s] as const;
    anna.sendStep2(withoutClients(everything, [503, 504]));
    bert.sendStep2(withoutClients(everything, [504, 510, 511]));
    await until(() => anna.step1s > asked[0] && bert.step1s > asked[1]);
    bert.sendUpdate(withoutClients(everything, [503, 510, 511]));
    await until(() => anna.acked === anna.sent && bert.acked === bert.sent);
    expect([anna.refused, bert.refused]).toEqual([[], []]);
    expect(await at.storedText()).toBe("dbca");
  });

  it("take so much memory of one person at most, on all sockets together", async () => {
    await at.open({ limits: { heldMs: 1e9, personHeldBytes: 10_000 } });
    const [bad, again] = [await at.joined({ as: "bert" }), await at.joined({ as: "bert" })];
    const late = (client: number): Uint8Array => {
      const before = typed("x", client);
      const onto = new Y.Doc();
      Y.applyUpdate(onto, before);
      return Y.diffUpdate(typed("y".repeat(6_000), client, onto), Y.encodeStateVectorFromUpdate(before));
    };
    bad.sendUpdate(late(601));
    const asked = again.step1s;
    again.sendUpdate(late(602));
    await until(() => again.refused.length > 0);
    expect([bad.refused, again.refused]).toEqual([[], [{ frame: 2, reason: "missing-predecessor" }]]);
    bad.sendUpdate(typed("x", 601));
    await until(() => bad.acked === bad.sent);
    again.sendUpdate(late(602));
    await until(() => again.step1s > asked);
    expect(again.refused).toHaveLength(1);
  });

  it("that never come: the frame is refused, and the count goes on", async () => {
    await at.open({ limits: { heldMs: 100 } });
    const anna = await at.joined();
    anna.sendUpdate(chain()[1] as Uint8Array);
    anna.type("fine");
    await until(() => anna.refused.length > 0 && anna.acked === anna.sent);
    expect(anna.refused).toEqual([{ frame: 2, reason: "missing-predecessor" }]);
    expect(await at.storedText()).toBe("fine");
  });

  it("of deletions count too", async () => {
    await at.open({ limits: { heldMs: 100 } });
    const anna = await at.joined();
    anna.sendUpdate(Uint8Array.from([0, 1, 77, 1, 5, 3]));
    await until(() => anna.refused.length > 0 && anna.acked === anna.sent);
    expect(anna.refused[0]?.reason).toBe("missing-predecessor");
  });

  it("in any number keep nobody else from writing", async () => {
    await at.open({ limits: { heldMs: 200 } });
    const bad = await at.joined({ as: "bert" });
    for (let i = 0; i < 2_000; i++) bad.sendUpdate(typed("x", 600, docOf("y".repeat(i + 1), 600)));
    await othersWriteOn();
    await until(() => bad.acked === bad.sent);
    expect(bad.refused).toHaveLength(2_000);
  });
});

const docOf = (text: string, clientId: number): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  doc.getText("body").insert(0, text);
  return doc;
};

describe("too much", () => {
  it("a reader that takes nothing is closed, and the others do not wait for it", async () => {
    const limits = { farBehindBytes: 512 * 1024, behindBytes: 256 * 1024, bytesPerSecond: 1e9 };
    await at.open({ limits });
    const slow = await at.joined({ as: "bert" });
    slow.socket.pause();
    const [anna, other] = [await at.joined(), await at.joined()];
    // The system's own buffers hold some megabytes for the reader.
    for (let i = 0; i < 80; i++) {
      anna.type("x".repeat(200_000));
      await until(() => other.text.length === 200_000);
      anna.doc.getText("body").delete(0, 200_000);
      await until(() => other.text.length === 0);
    }
    await until(() => anna.settled);
    slow.socket.resume();
    await until(() => slow.closed !== null);
    expect([closeCodes.tryAgain, 1006]).toContain(slow.closed);
  });

  it("a socket that answers no ping is let go", async () => {
    await at.open({ limits: { pingMs: 100 } });
    const dead = await at.joined();
    dead.socket.pause();
    const alive = await at.joined({ as: "bert" });
    dead.sendPresence(7, 1, { caret: 1 });
    await until(() => alive.presence.has(7));
    await until(() => alive.presence.get(7)?.state === null);
    expect(alive.closed).toBeNull();
  });

  it("bulk beyond the rate is slowed down, not lost", async () => {
    await at.open({ limits: { bytesPerSecond: 200_000, queuedBytes: 50_000 } });
    const anna = await at.joined();
    for (let i = 0; i < 60; i++) anna.type(`${i} `.repeat(2_000));
    await until(() => anna.settled);
    expect(await at.storedText()).toBe(anna.text);
    expect(anna.refused).toEqual([]);
  });

  it("asking over and over for a large article fills no memory", async () => {
    const { createArticle } = await at.open();
    createArticle("large", "x".repeat(1_000_000));
    const greedy = await at.joined({ article: "large" });
    greedy.socket.pause();
    const before = process.memoryUsage().external;
    for (let i = 0; i < 500; i++) greedy.send(messageSync, syncStep1, Y.encodeStateVector(new Y.Doc()));
    await othersWriteOn();
    expect(process.memoryUsage().external - before).toBeLessThan(60_000_000);
  });

  it("asking over and over is answered once a second, whatever is asked", async () => {
    const { createArticle } = await at.open({ limits: { answerEveryMs: 3_600_000 } });
    createArticle("long", "x".repeat(100_000));
    const greedy = await at.joined({ article: "long" });
    const before = greedy.contentFrames;
    for (let client = 1; client <= 500; client++)
      greedy.send(messageSync, syncStep1, Uint8Array.of(1, client % 100, 1));
    greedy.type("still heard");
    await until(() => greedy.acked === greedy.sent);
    expect(greedy.contentFrames).toBe(before);
    await othersWriteOn();
  });

  it("a state vector of a hundred thousand clients is answered with everything, as an empty one", async () => {
    const { createArticle } = await at.open({ limits: { answerEveryMs: 0 } });
    createArticle("short", "words");
    const odd = await at.joined({ article: "short" });
    const before = odd.contentFrames;
    const vector = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 100_000);
      for (let client = 0; client < 100_000; client++)
        for (const number of [client, 1_000]) encoding.writeVarUint(encoder, number);
    });
    odd.send(messageSync, syncStep1, vector);
    await until(() => odd.contentFrames > before);
    expect(odd.text).toBe("words");
    await othersWriteOn();
  });

  it("presence of hundreds of thousands closes only that connection", async () => {
    await at.open();
    const bad = await at.joined();
    bad.send(
      1,
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 700_000);
        for (let client = 0; client < 700_000; client++)
          for (const number of [client, 1, 0]) encoding.writeVarUint(encoder, number);
      }),
    );
    await until(() => bad.closed !== null);
    expect(bad.closed).toBe(1007);
    await othersWriteOn();
  });

  it("a flood of presence reaches others in few frames, the last state of it always", async () => {
    await at.open();
    const [bad, other] = [await at.joined({ as: "bert" }), await at.joined()];
    const floods = 3_000;
    for (let clock = 1; clock <= floods; clock++) bad.sendPresence(bad.doc.clientID, clock, { clock });
    await until(() => other.presence.get(bad.doc.clientID)?.state?.["clock"] === floods);
    expect(other.presenceFrames).toBeLessThan(floods / 10);
    await othersWriteOn();
  });

  it("pings, requests for presence and unknown messages without end are read at a bounded rate", async () => {
    await at.open({ limits: { bytesPerSecond: 100_000 } });
    const bad = await at.joined({ as: "bert" });
    bad.sendPresence(bad.doc.clientID, 1, { here: true });
    for (let i = 0; i < 2_000; i++) {
      bad.socket.ping();
      bad.send(messageQueryAwareness);
      bad.send(77);
    }
    await othersWriteOn();
    expect(bad.presenceFrames).toBeLessThan(10);
  });

  it("articles opened by the hundred by one session leave the memory once they are left", async () => {
    const { createArticle } = await at.open({ limits: { idleMs: 0 } });
    const ids = Array.from({ length: 150 }, (_, i) => `many-${i}`);
    for (const id of ids) createArticle(id, "words");
    const readers = ids.map((article) => at.join({ article }));
    await until(() => readers.every(({ synced }) => synced));
    await othersWriteOn();
    for (const reader of readers) reader.close();
    const first = ids[0] as string;
    const decoded = (): Promise<Y.Doc> => at.newsroom.rooms.read(first, (doc) => doc);
    const doc = await decoded();
    // Kept documents are few: reading a hundred others pushes the first one out.
    for (const id of ids) await at.newsroom.rooms.read(id, () => null);
    await until(async () => (await decoded()) !== doc);
  });
});
