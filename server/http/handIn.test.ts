import { once } from "node:events";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import * as Y from "yjs";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
import { handInPath, maxHandInBytes } from "../../src/domain/protocol/sync.ts";
import { type Client, TestServer } from "../testing/testServer.ts";

const octets = { "content-type": "application/octet-stream" };

it("takes a change by HTTP, and refuses noise, a guest's words, and a body of unknown length", async () => {
  const server = await TestServer.open();
  const [admin, guest] = [await server.admin(), await server.invited("guest")];
  const { id } = await admin.newArticle();
  const doc = new Y.Doc();
  doc.getText("body").insert(0, "by HTTP");
  const update = Y.encodeStateAsUpdate(doc);
  const post = async (cookie: string | null, body: Uint8Array | ReadableStream): Promise<number> => {
    const headers = { ...octets, cookie: cookie ?? "" };
    const options = { method: "POST", headers, body, duplex: "half" };
    return (await fetch(server.url + handInPath(id), options as RequestInit)).status;
  };
  expect(await post(admin.cookie, update)).toBe(200);
  expect(await post(admin.cookie, new Uint8Array(100_000).fill(7))).toBe(400);
  expect(await post(guest.cookie, update)).toBe(403);
  expect(await post(null, update)).toBe(401);
  expect(await post(admin.cookie, new Blob([update as Uint8Array<ArrayBuffer>]).stream())).toBe(400);
});

it("answers a change to an article that went to the trash while it waited as it answers one afterwards", async () => {
  // Ben has stored so much that his next change waits for some seconds.
  const limits = { storedBytesAtOnce: 1, storedBytesPerSecond: 100 };
  const server = await TestServer.open({}, { limits });
  const [ada, ben] = [await server.admin(), await server.invited("editor")];
  const { id } = await ada.newArticle();
  const write = (text: string): Promise<Response> => {
    const doc = new Y.Doc();
    doc.getText("body").insert(0, text);
    const headers = { ...octets, cookie: ben.cookie ?? "" };
    const body = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>;
    return fetch(server.url + handInPath(id), { method: "POST", headers, body });
  };
  expect((await write("x".repeat(500))).status).toBe(200);
  const waits = write("late");
  await expect
    .poll(async () => (await fetch(`${server.url}/metrics`)).text())
    .toMatch(/receive_buffered_bytes [1-9]/);
  expect((await ada.call("PATCH", `/api/articles/${id}`, { trashed: true })).status).toBe(200);
  const answers = [await waits, await write("later")];
  const forbidden = { code: "forbidden", message: "This article cannot be changed now." };
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  for (const answer of answers) expect(await answer.json()).toEqual(forbidden);
});

it("[10] names who brought a change on the desk, whatever client id it carries", async () => {
  const server = await TestServer.open();
  const [admin, editor] = [await server.admin(), await server.invited("editor")];
  const { id } = await admin.newArticle();
  const write = async (by: Client, clientID: number, headline: string): Promise<void> => {
    const doc = Object.assign(new Y.Doc(), { clientID });
    doc.getText("headline").insert(0, headline);
    const headers = { ...octets, cookie: by.cookie ?? "" };
    const body = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>;
    expect((await fetch(server.url + handInPath(id), { method: "POST", headers, body })).status).toBe(200);
  };
  const summary = async (): Promise<Partial<ArticleSummary>> => {
    const { headline, updatedBy } = (await admin.call<ArticleSummary>("GET", `/api/articles/${id}`)).body;
    return { headline, updatedBy };
  };
  await write(admin, 1, "By the admin");
  await expect.poll(summary).toEqual({ headline: "By the admin", updatedBy: "ada" });
  await write(editor, 2, " and Ben");
  await expect.poll(summary).toEqual({ headline: "By the admin and Ben", updatedBy: "Ben" });
});

it("lets nobody have more on the way in than one change may hold, and lets go of it when the line breaks", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const url = server.url + handInPath(id);
  const headers = { ...octets, cookie: admin.cookie ?? "" };
  const moreThanHalf = maxHandInBytes / 2 + 1;
  const refusals: (number | undefined)[] = [];
  const slow = [1, 2].map(() => {
    const options = { method: "POST", headers: { ...headers, "content-length": String(moreThanHalf) } };
    const sending = request(url, options, ({ statusCode }) => refusals.push(statusCode));
    sending.on("error", () => {});
    sending.write(new Uint8Array(1_000));
    return sending;
  });
  await expect.poll(() => refusals).toEqual([503]);
  for (const sending of slow) sending.destroy();
  const whole = async (): Promise<number> =>
    (await fetch(url, { method: "POST", headers, body: new Uint8Array(moreThanHalf) })).status;
  await expect.poll(whole).toBe(400);
});

it("lets go of what is on the way in when the line breaks before the answer", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const half = new Uint8Array(maxHandInBytes / 2 + 1);
  const headers = { ...octets, cookie: admin.cookie ?? "" };
  const whole = async (): Promise<number> =>
    (await fetch(server.url + handInPath(id), { method: "POST", headers, body: half })).status;
  const head = `HTTP/1.1\r\nHost: localhost\r\nCookie: ${headers.cookie}\r\n`;
  /** The answer to the first never ends, so that the second, whose body is there, waits for its turn. */
  const sendBehindAnother = (): Socket => {
    const socket = connect(server.port, "127.0.0.1").resume();
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    socket.write(
      `GET /api/desk/events ${head}\r\nPOST ${handInPath(id)} ${head}Content-Type: ${octets["content-type"]}\r\nContent-Length: ${half.length}\r\n\r\n`,
    );
    socket.write(half);
    return socket;
  };
  let socket: Socket | null = null;
  // Whichever comes second is refused: until it is the other one.
  const overtaken = async (): Promise<number> => {
    socket?.destroy();
    socket = sendBehindAnother();
    await once(socket, "data");
    return whole();
  };
  await expect.poll(overtaken).toBe(503);
  // After the last byte of the body.
  (socket as Socket | null)?.end();
  await expect.poll(whole).toBe(400);
});

it("lets one person make articles by the thousand, not without end", async () => {
  const server = await TestServer.open();
  const admin = await server.admin();
  const statuses = new Set<number>();
  const makeMany = async (): Promise<void> => {
    for (let i = 0; i < 160; i++) {
      // What does not fit counts as well, and is answered at once.
      // oxlint-disable-next-line no-await-in-loop
      statuses.add((await admin.call("POST", "/api/articles", { example: "no" })).status);
    }
  };
  await Promise.all(Array.from({ length: 20 }, makeMany));
  expect(statuses).toEqual(new Set([400, 429]));
});
