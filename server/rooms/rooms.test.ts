import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { messageHello } from "../../src/domain/protocol/sync.ts";
import type { Committed } from "../ports.ts";
import { roomsForEachTest } from "./testing/fixture.ts";
import { until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

describe("writing together", () => {
  it("greets first, says who and what is allowed, and acks the first step 2", async () => {
    await at.open();
    const anna = await at.joined();
    expect(anna.order[0]).toBe(messageHello);
    expect(anna.hello).toMatchObject({ may: { write: true }, person: { id: "anna", name: "anna example" } });
    expect(anna.acked).toBe(1);
  });

  it("[P1] two writers converge, [P2] and what is acked is on disk", async () => {
    await at.open();
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    for (let i = 0; i < 100; i++) {
      anna.type(`a${i} `);
      bert.type(`b${i} `, 0);
    }
    await until(() => anna.settled && bert.settled);
    expect(anna.text).toBe(bert.text);
    expect(anna.text).toHaveLength(2 * (10 * 3 + 90 * 4));
    expect(await at.storedText()).toBe(anna.text);
  });

  it("[P1] [P2] a crowd converges and learns what is stored", async () => {
    await at.open();
    const people = await Promise.all(Array.from({ length: 36 }, () => at.joined()));
    const writers = people.slice(0, 6);
    for (let i = 0; i < 20; i++) {
      for (const writer of writers) writer.type(`${i} `);
      // oxlint-disable-next-line no-await-in-loop
      await until(() => people[35]?.text.includes(`${i} `) ?? false);
    }
    await until(() => people.every((person) => person.text.length === 6 * (10 * 2 + 10 * 3)));
    await until(() => people.every((person) => person.settled));
    expect(new Set(people.map((person) => person.text)).size).toBe(1);
    expect(await at.storedText()).toBe(people[0]?.text);
  });

  it("[P2] keeps everything over a restart", async () => {
    await at.open();
    const anna = await at.joined();
    anna.type("Hochwasser");
    await until(() => anna.settled);
    await at.newsroom.restart();
    const again = await at.joined({ as: "bert" });
    expect(again.text).toBe("Hochwasser");
  });

  it("serves stock y-websocket clients", async () => {
    await at.open();
    const docs = [new Y.Doc(), new Y.Doc()];
    const providers = docs.map(
      (doc, i) =>
        new WebsocketProvider(at.newsroom.url, "flood", doc, {
          disableBc: true,
          WebSocketPolyfill: class extends WebSocket {
            constructor(url: string | URL) {
              super(url, { headers: { cookie: i === 0 ? "anna" : "bert" } });
            }
          } as unknown as typeof globalThis.WebSocket,
        }),
    );
    await until(() => providers.every(({ synced }) => synced));
    docs[0]?.getText("body").insert(0, "one");
    docs[1]?.getText("body").insert(0, "two");
    const texts = (): string[] => docs.map((doc) => doc.getText("body").toJSON());
    await until(() => texts().every((text) => text.length === 6));
    expect(texts()[0]).toBe(texts()[1]);
    await until(() => providers[0]?.awareness.getStates().size === 2);
    expect(providers[0]?.awareness.getStates().get(docs[1]?.clientID ?? 0)).toMatchObject({
      user: { id: "bert", name: "bert example" },
    });
    for (const provider of providers) provider.destroy();
  });

  it("tells after the commit who changed what when, and knows it after a restart", async () => {
    await at.open();
    const told: Committed[] = [];
    at.newsroom.rooms.onCommitted((committed) => told.push(committed));
    const anna = await at.joined();
    anna.type("word");
    await until(() => anna.settled);
    expect(told.at(-1)).toMatchObject({ articleId: "flood", by: "anna example" });
    await at.newsroom.restart();
    expect(await at.newsroom.rooms.lastChange("flood")).toEqual({ at: told.at(-1)?.at, by: "anna example" });
  });

  it("[P3] looking at an article changes nothing that is stored", async () => {
    await at.open();
    const before = await at.newsroom.log.load("flood");
    const anna = await at.joined();
    const bert = await at.joined({ as: "bert" });
    anna.close();
    bert.close();
    await at.newsroom.restart();
    expect(await at.newsroom.log.load("flood")).toEqual(before);
  });

  it("has a long article on its way before it is decoded, and hears what comes meanwhile", async () => {
    await at.open();
    at.newsroom.createArticle("book", "word ".repeat(40_000));
    const open = async (as: string, presenceId: number) => {
      const reader = at.join({ as, article: "book" });
      await once(reader.socket, "open");
      reader.sendPresence(presenceId, 1, { field: "body" });
      await until(() => reader.synced);
      return reader;
    };
    let anna = await open("anna", 7);
    while (!anna.early) {
      // Asked too late for that, on a busy machine.
      anna.close();
      // oxlint-disable-next-line no-await-in-loop
      await at.newsroom.restart();
      // oxlint-disable-next-line no-await-in-loop
      anna = await open("anna", 7);
    }
    expect(anna.text).toHaveLength(200_000);
    const bert = await open("bert", 8);
    await until(() => bert.presence.has(7) && anna.presence.has(8));
    anna.type("end");
    await until(() => anna.settled && bert.text === anna.text);
    expect(await at.storedText("book")).toBe(anna.text);
  });
});

describe("articles side by side", () => {
  it("one with more to do than there is time for does not keep another waiting until it is done", async () => {
    const { createArticle } = await at.open({
      limits: { turnMs: 1, queuedBytes: 1e9, bytesPerSecond: 1e12 },
    });
    createArticle("quiet");
    const [busy, quiet] = [await at.joined(), await at.joined({ as: "bert", article: "quiet" })];
    for (let i = 0; i < 10_000; i++) busy.type("x", 0);
    quiet.type("one word");
    await until(() => quiet.settled);
    expect(busy.acked).toBeLessThan(busy.sent);
    await until(() => busy.acked === busy.sent);
  });
});
