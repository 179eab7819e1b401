import { afterAll, afterEach } from "vitest";
import * as Y from "yjs";
import { type OpenOptions, openTestRooms, removeTestFolders, type TestRooms } from "./newsroom.ts";
import { RawClient, until } from "./rawClient.ts";

type ClientOptions = ConstructorParameters<typeof RawClient>[1];

/** One set of rooms for each test of a file, and everybody who comes. */
export interface Fixture {
  /** Valid after `open`. */
  newsroom: TestRooms;
  open(options?: OpenOptions): Promise<TestRooms>;
  join(options?: ClientOptions): RawClient;
  /** Greeted, and its first step 2 acked. */
  joined(options?: ClientOptions): Promise<RawClient>;
  /** The text as a new process would read it from the disk. */
  storedText(article?: string): Promise<string>;
}

export function roomsForEachTest(): Fixture {
  const clients: RawClient[] = [];
  const fixture = {
    async open(options: OpenOptions = {}) {
      fixture.newsroom = await openTestRooms(options);
      return fixture.newsroom;
    },
    join(options: ClientOptions = {}) {
      const client = new RawClient(fixture.newsroom.url, options);
      clients.push(client);
      return client;
    },
    async joined(options: ClientOptions = {}) {
      const client = fixture.join(options);
      await until(() => client.synced && client.acked > 0);
      return client;
    },
    async storedText(article = "flood") {
      const doc = new Y.Doc();
      for (const update of (await fixture.newsroom.log.load(article))?.updates ?? [])
        Y.applyUpdate(doc, update);
      return doc.getText("body").toJSON();
    },
  } as Fixture;
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await fixture.newsroom.close();
  });
  afterAll(removeTestFolders);
  return fixture;
}

/** An update that types the text, on top of what is in `onto`. */
export function typed(text: string, clientId: number, onto?: Y.Doc): Uint8Array {
  const doc = new Y.Doc();
  if (onto) Y.applyUpdate(doc, Y.encodeStateAsUpdate(onto));
  doc.clientID = clientId;
  const before = Y.encodeStateVector(doc);
  doc.getText("body").insert(doc.getText("body").length, text);
  return Y.encodeStateAsUpdate(doc, before);
}
