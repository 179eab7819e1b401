import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import * as protocol from "../src/domain/protocol/sync.ts";
import { closeCodes, type RefusalReason } from "../src/domain/protocol/sync.ts";
import { typed } from "./rooms/testing/fixture.ts";
import { message, presenceMessage } from "./rooms/testing/frames.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";
import { type Client, TestServer } from "./testing/testServer.ts";

/**
 * Every message that a client can send × everybody who can send it, against the whole server: what it may change, what
 * it is answered and what the others see.
 */

type Effect =
  /** Committed and acknowledged. */
  | "stored"
  /** Acknowledged, and nothing changed. */
  | "acknowledged"
  /** Answered with what the article holds. */
  | "answered"
  /** Answered with who is here. */
  | "told who is here"
  /** The others see the sender, under their own name. */
  | "shown"
  | "ignored"
  | RefusalReason
  /** Closed with that code. */
  | number;

/** What a message is made of: the document as everybody has it, whose words are in it, and an id for the sender. */
interface Made {
  doc: Y.Doc;
  ownerId: number;
  clientId: number;
}

interface Row {
  /** Message numbers of the protocol, and steps of its sync message. */
  message: number | null;
  step?: number;
  make: (made: Made) => Uint8Array | string;
  writer: Effect;
  reader: Effect;
}

const nothing = Uint8Array.of(0, 0);
const { messageSync, messageAwareness, messageQueryAwareness } = protocol;
const { syncStep1, syncStep2, syncUpdate } = protocol;
const malformed = 1007;
const notBinary = 1003;
const sync = (step: number, make: (made: Made) => Uint8Array) => ({
  message: messageSync,
  step,
  make: (made: Made) => message(messageSync, step, make(made)),
});
const same = (effect: Effect) => ({ writer: effect, reader: effect });

/** Deletes the first letter of the article. */
function deletion({ doc, clientId }: Made): Uint8Array {
  const own = new Y.Doc();
  Y.applyUpdate(own, Y.encodeStateAsUpdate(doc));
  own.clientID = clientId;
  const before = Y.encodeStateVector(own);
  own.getText("body").delete(0, 1);
  return Y.encodeStateAsUpdate(own, before);
}

const rows: Record<string, Row> = {
  "a step 1": { ...sync(syncStep1, () => Uint8Array.of(0)), ...same("answered") },
  "a step 1 without a vector": { ...sync(syncStep1, () => Uint8Array.of(2, 5, 1)), ...same(malformed) },
  "an empty step 2": { ...sync(syncStep2, () => nothing), ...same("acknowledged") },
  "a step 2 of what is known": {
    ...sync(syncStep2, ({ doc }) => Y.encodeStateAsUpdate(doc)),
    ...same("acknowledged"),
  },
  "a step 2 with words": {
    ...sync(syncStep2, ({ doc, clientId }) => typed("x", clientId, doc)),
    writer: "stored",
    reader: "read-only",
  },
  "a step 2 in somebody else's name": {
    ...sync(syncStep2, ({ doc, ownerId }) => typed("x", ownerId, doc)),
    writer: "foreign-client",
    reader: "read-only",
  },
  "an empty update": { ...sync(syncUpdate, () => nothing), ...same("acknowledged") },
  "an update with words": {
    ...sync(syncUpdate, ({ doc, clientId }) => typed("x", clientId, doc)),
    writer: "stored",
    reader: "read-only",
  },
  "an update that deletes": { ...sync(syncUpdate, deletion), writer: "stored", reader: "read-only" },
  "an update in somebody else's name": {
    ...sync(syncUpdate, ({ doc, ownerId }) => typed("x", ownerId, doc)),
    writer: "foreign-client",
    reader: "read-only",
  },
  "an update of noise": { ...sync(syncUpdate, () => Uint8Array.of(1, 2, 3, 4, 5)), ...same("malformed") },
  "a sync step that there is not": { ...sync(9, () => nothing), ...same(malformed) },
  "presence of one's own": {
    message: messageAwareness,
    make: ({ clientId }) => presenceMessage(clientId, 1, { user: { id: "root", name: "Root" } }),
    ...same("shown"),
  },
  "presence in somebody else's name": {
    message: messageAwareness,
    make: ({ ownerId }) => presenceMessage(ownerId, 99, { forged: true }),
    ...same("ignored"),
  },
  "somebody else's farewell": {
    message: messageAwareness,
    make: ({ ownerId }) => presenceMessage(ownerId, 99, null),
    ...same("ignored"),
  },
  "presence cut short": {
    message: messageAwareness,
    make: () => Uint8Array.of(messageAwareness, 50, 1, 1),
    ...same(malformed),
  },
  "the question who is here": {
    message: messageQueryAwareness,
    make: () => message(messageQueryAwareness),
    ...same("told who is here"),
  },
  "the server's own ack": {
    message: protocol.messageAck,
    make: () => protocol.encodeAck(1_000, 1_000),
    ...same("ignored"),
  },
  "the server's own refusal": {
    message: protocol.messageRefuse,
    make: () => protocol.encodeRefuse(1, "read-only"),
    ...same("ignored"),
  },
  "the server's own event": {
    message: protocol.messageEvent,
    make: () => protocol.encodeEvent({ kind: "permission", may: { write: true } }),
    ...same("ignored"),
  },
  "the server's own hello": {
    message: protocol.messageHello,
    make: () =>
      protocol.encodeHello({
        documentVersion: 2,
        may: { write: true },
        person: { id: "root", name: "Root" },
        limits: { maxFrameBytes: 1, maxHandInBytes: 1, bytesPerSecond: 1 },
      }),
    ...same("ignored"),
  },
  "a message that there is not": { message: null, make: () => message(42, nothing), ...same("ignored") },
  "y-websocket's message of permissions": { message: null, make: () => message(2, 0), ...same("ignored") },
  "an empty frame": { message: null, make: () => new Uint8Array(), ...same(malformed) },
  "an endless number": { message: null, make: () => new Uint8Array(12).fill(255), ...same(malformed) },
  "a frame of text": { message: null, make: () => "hello", ...same(notBinary) },
  "a frame that is too large": {
    message: null,
    make: () => new Uint8Array(protocol.maxFrameBytes + 1),
    ...same(closeCodes.tooLarge),
  },
};

/** Messages and sync steps that the protocol names. */
const named = (prefix: RegExp): number[] =>
  Object.entries(protocol)
    .filter(([name, value]) => prefix.test(name) && typeof value === "number")
    .map(([, value]) => value as number)
    .sort((a, b) => a - b);

it("has a row for every message and step of the protocol", () => {
  const covered = Object.values(rows);
  const distinct = (numbers: readonly (number | null | undefined)[]): number[] =>
    [...new Set(numbers)].filter((each): each is number => each != null).sort((a, b) => a - b);
  expect(distinct(covered.map((row) => row.message))).toEqual(named(/^message[A-Z]/));
  expect(distinct(covered.map((row) => row.step)).filter((step) => step !== 9)).toEqual(
    named(/^sync(Step\d|Update)$/),
  );
});

/** A newsroom with an article that its owner wrote in and has open. */
async function newsroom() {
  const server = await TestServer.open();
  const url = `${server.url.replace("http", "ws")}/sync`;
  const admin = await server.admin();
  const owner = await server.invited("editor", "Owner");
  const { id: article } = await owner.newArticle();
  const join = (client: Client, silent = true): RawClient =>
    new RawClient(url, { as: client.cookie ?? "nobody", article, silent });
  const written = join(owner, false);
  await until(() => written.synced && written.acked > 0);
  written.type("the words of the owner, of which some may be deleted here");
  written.sendPresence(written.doc.clientID, 1, { here: true });
  await until(() => written.settled);
  const witness = join(admin, false);
  await until(() => witness.presence.has(written.doc.clientID) && witness.text === written.text);
  return { server, admin, article, join, written, witness };
}
type Newsroom = Awaited<ReturnType<typeof newsroom>>;

/** All that is stored of the article, as one text. */
function stored({ server, article }: Newsroom): string {
  const sqlite = new Database(join(server.dataDir, "foureyes.db"), { readonly: true });
  try {
    return JSON.stringify(
      ["article_update", "article_snapshot", "article_writer"].map((table) =>
        sqlite.prepare(`select * from ${table} where article_id = ?`).all(article),
      ),
    );
  } finally {
    sqlite.close();
  }
}

let nextId = 100_000;
const made = ({ witness, written }: Newsroom): Made => ({
  doc: witness.doc,
  ownerId: written.doc.clientID,
  clientId: nextId++,
});

const isRefusal = (effect: Effect): effect is RefusalReason =>
  (protocol.refusalReasons as readonly unknown[]).includes(effect);

/** Waits for an effect on a socket that stays open and is refused nothing. */
async function seen(
  { witness }: Newsroom,
  socket: RawClient,
  effect: Exclude<Effect, number | RefusalReason>,
  { clientId, ownerId }: Made,
): Promise<void> {
  const shown = () => witness.presence.get(clientId)?.state != null;
  switch (effect) {
    case "stored":
    case "acknowledged":
      await until(() => socket.acked === 1);
      break;
    case "answered":
      await until(() => socket.synced);
      break;
    case "told who is here":
      await until(() => socket.presence.has(ownerId));
      break;
    case "shown":
      await until(shown);
      expect(witness.presence.get(clientId)?.state?.["user"]).toEqual(socket.hello?.person);
      break;
    case "ignored":
      // What is sent after it is heard, so it was heard.
      socket.socket.send(presenceMessage(clientId, 1, {}));
      await until(shown);
      expect(socket.acked).toBe(0);
  }
  expect({ refused: socket.refused, closed: socket.closed }).toEqual({ refused: [], closed: null });
}

/** Sends it on a socket that is greeted, and waits for what the table says of it. */
async function send(at: Newsroom, socket: RawClient, row: Row, effect: Effect): Promise<void> {
  const parts = made(at);
  const before = stored(at);
  const owner = { ...at.witness.presence.get(parts.ownerId) };
  socket.presence.clear();
  socket.socket.send(row.make(parts));
  if (typeof effect === "number") {
    await until(() => socket.closed !== null);
    expect(socket.closed).toBe(effect);
  } else if (isRefusal(effect)) {
    await until(() => socket.refused.length > 0 && socket.acked === 1);
    expect(socket.refused).toEqual([{ frame: 1, reason: effect }]);
  } else await seen(at, socket, effect, parts);
  if (effect === "stored") {
    expect(stored(at)).not.toBe(before);
    await until(() => at.witness.text === at.written.text);
    return;
  }
  expect(stored(at)).toBe(before);
  expect(at.witness.presence.get(parts.ownerId)).toEqual(owner);
}

/** One message after the other, each on a socket of its own, which `meanwhile` may do something about. */
async function sendAll(
  at: Newsroom,
  client: Client,
  side: "writer" | "reader",
  meanwhile: (socket: RawClient) => Promise<void> = async () => {},
  after: () => Promise<void> = async () => {},
): Promise<void> {
  for (const [name, row] of Object.entries(rows)) {
    const socket = at.join(client);
    try {
      // oxlint-disable-next-line no-await-in-loop
      await until(() => socket.hello !== null && socket.step1s > 0);
      // oxlint-disable-next-line no-await-in-loop
      await meanwhile(socket);
      // oxlint-disable-next-line no-await-in-loop
      await send(at, socket, row, row[side]);
      // oxlint-disable-next-line no-await-in-loop
      await after();
    } catch (cause) {
      throw new Error(`${name}: ${(cause as Error).message}`, { cause });
    } finally {
      socket.close();
    }
  }
}

/** Whoever may not be there: every message is sent, nothing of it changes anything, and the socket closes. */
async function sendInVain(at: Newsroom, client: Client, code: number, sockets?: RawClient[]): Promise<void> {
  const before = stored(at);
  const all = sockets ?? Object.keys(rows).map(() => at.join(client));
  for (const [index, row] of Object.values(rows).entries()) {
    const socket = all[index];
    const bytes = row.make(made(at));
    if (socket?.socket.readyState === socket?.socket.OPEN) socket?.socket.send(bytes);
    else socket?.socket.on("open", () => socket.socket.send(bytes));
  }
  await until(() => all.every(({ closed }) => closed !== null));
  // Too large a frame is told first where it is read before the goodbye is sent.
  expect(
    all.map(({ closed }) => closed).filter((each) => each !== closeCodes.tooLarge && each !== code),
  ).toEqual([]);
  at.written.type(".");
  await until(() => at.written.settled && at.witness.text === at.written.text);
  expect(JSON.parse(stored(at))[0].length).toBe(JSON.parse(before)[0].length + 1);
  expect(JSON.parse(stored(at))[2]).toEqual(JSON.parse(before)[2]);
  expect([...at.witness.presence.keys()]).toEqual([at.written.doc.clientID]);
}

describe("every message of", () => {
  it.each(["editor", "admin"] as const)("an %s", async (role) => {
    const at = await newsroom();
    await sendAll(at, await at.server.invited(role), "writer");
  });

  it("a guest", async () => {
    const at = await newsroom();
    await sendAll(at, await at.server.invited("guest"), "reader");
  });

  it("an editor of an article in the trash", async () => {
    const at = await newsroom();
    await at.admin.call("PATCH", `/api/articles/${at.article}`, { trashed: true });
    await sendAll(at, await at.server.invited("editor"), "reader");
  });

  it("an editor who becomes a guest meanwhile", async () => {
    const at = await newsroom();
    const editor = await at.server.invited("editor");
    const become = (role: string) => at.admin.call("PATCH", `/api/people/${editor.person.id}`, { role });
    await sendAll(
      at,
      editor,
      "reader",
      async (socket) => {
        expect(socket.hello?.may.write).toBe(true);
        await become("guest");
        await until(() => socket.events.length === 1);
      },
      async () => void (await become("editor")),
    );
  });

  it("somebody who is not signed in", async () => {
    const at = await newsroom();
    await sendInVain(at, at.server.client(), closeCodes.signedOut);
  });

  it("somebody who was deactivated", async () => {
    const at = await newsroom();
    const editor = await at.server.invited("editor");
    await at.admin.call("PATCH", `/api/people/${editor.person.id}`, { active: false });
    await sendInVain(at, editor, closeCodes.signedOut);
  });

  it.each<[string, (at: Newsroom, client: Client & { person: { id: string } }) => Promise<unknown>]>([
    [
      "is deactivated",
      (at, { person }) => at.admin.call("PATCH", `/api/people/${person.id}`, { active: false }),
    ],
    ["signs out", (_at, client) => client.call("POST", "/api/auth/sign-out", {})],
  ])("somebody who %s meanwhile", async (_what, end) => {
    const at = await newsroom();
    const editor = await at.server.invited("editor");
    const sockets = Object.keys(rows).map(() => at.join(editor));
    await until(() => sockets.every(({ hello, step1s }) => hello?.may.write === true && step1s > 0));
    await end(at, editor);
    await until(() => sockets.every(({ socket }) => socket.readyState !== socket.OPEN));
    await sendInVain(at, editor, closeCodes.signedOut, sockets);
  });
});
