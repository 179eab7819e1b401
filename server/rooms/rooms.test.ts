import { afterAll, afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { messageHello } from "../../src/domain/protocol/sync.ts";
import type { Committed } from "../ports.ts";
import { openTestRooms, removeTestFolders, type TestRooms } from "./testing/newsroom.ts";
import { RawClient, until } from "./testing/rawClient.ts";

let newsroom: TestRooms;
const clients: RawClient[] = [];
const join = (options: ConstructorParameters<typeof RawClient>[1] = {}): RawClient => {
  const client = new RawClient(newsroom.url, options);
  clients.push(client);
  return client;
};
const joined = async (options: Parameters<typeof join>[0] = {}): Promise<RawClient> => {
  const client = join(options);
  await until(() => client.synced && client.acked > 0);
  return client;
};
const storedText = async (article = "flood"): Promise<string> => {
  const doc = new Y.Doc();
  for (const update of (await newsroom.log.load(article))?.updates ?? []) Y.applyUpdate(doc, update);
  return doc.getText("body").toString();
};

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await newsroom.close();
});
afterAll(removeTestFolders);

describe("writing together", () => {
  it("greets first, says who and what is allowed, and acks the first step 2", async () => {
    newsroom = await openTestRooms();
    const anna = await joined();
    expect(anna.order[0]).toBe(messageHello);
    expect(anna.hello).toMatchObject({ may: { write: true }, person: { id: "anna", name: "anna example" } });
    expect(anna.acked).toBe(1);
  });

  it("[P1] two writers converge, [P2] and what is acked is on disk", async () => {
    newsroom = await openTestRooms();
    const [anna, bert] = [await joined(), await joined({ as: "bert" })];
    for (let i = 0; i < 100; i++) {
      anna.type(`a${i} `);
      bert.type(`b${i} `, 0);
    }
    await until(() => anna.settled && bert.settled);
    expect(anna.text).toBe(bert.text);
    expect(anna.text).toHaveLength(2 * (10 * 3 + 90 * 4));
    expect(await storedText()).toBe(anna.text);
  });

  it("[P2] keeps everything over a restart", async () => {
    newsroom = await openTestRooms();
    const anna = await joined();
    anna.type("Hochwasser");
    await until(() => anna.settled);
    await newsroom.restart();
    const again = await joined({ as: "bert" });
    expect(again.text).toBe("Hochwasser");
  });

  it("serves stock y-websocket clients", async () => {
    newsroom = await openTestRooms();
    const docs = [new Y.Doc(), new Y.Doc()];
    const providers = docs.map(
      (doc, i) =>
        new WebsocketProvider(newsroom.url, "flood", doc, {
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
    const texts = (): string[] => docs.map((doc) => doc.getText("body").toString());
    await until(() => texts().every((text) => text.length === 6));
    expect(texts()[0]).toBe(texts()[1]);
    await until(() => providers[0]?.awareness.getStates().size === 2);
    expect(providers[0]?.awareness.getStates().get(docs[1]?.clientID ?? 0)).toMatchObject({
      user: { id: "bert", name: "bert example" },
    });
    for (const provider of providers) provider.destroy();
  });

  it("tells after the commit who changed what when, and knows it after a restart", async () => {
    newsroom = await openTestRooms();
    const told: Committed[] = [];
    newsroom.rooms.onCommitted((committed) => told.push(committed));
    const anna = await joined();
    anna.type("word");
    await until(() => anna.settled);
    expect(told.at(-1)).toMatchObject({ articleId: "flood", by: "anna example" });
    await newsroom.restart();
    expect(await newsroom.rooms.lastChange("flood")).toEqual({ at: told.at(-1)?.at, by: "anna example" });
  });

  it("[P3] looking at an article changes nothing that is stored", async () => {
    newsroom = await openTestRooms();
    const before = await newsroom.log.load("flood");
    const anna = await joined();
    const bert = await joined({ as: "bert" });
    anna.close();
    bert.close();
    await newsroom.restart();
    expect(await newsroom.log.load("flood")).toEqual(before);
  });
});
