import { expect, it, onTestFinished } from "vitest";
import { ServerProcess, temporaryFolder } from "./operations/testing/newsroom.ts";
import { typed } from "./rooms/testing/fixture.ts";
import { presenceMessageOf } from "./rooms/testing/frames.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";

/** Somebody who writes, and somebody who sends what no page sends, on the real process. */
async function newsroom() {
  const server = await ServerProcess.start(temporaryFolder());
  const client = await server.admin();
  const { id: article } = await client.newArticle();
  const join = async (): Promise<RawClient> => {
    const joined = new RawClient(server.syncUrl, { as: client.cookie, article });
    onTestFinished(() => joined.close());
    await until(() => joined.synced && joined.acked > 0);
    return joined;
  };
  const handIn = (update: Uint8Array): Promise<Response> =>
    fetch(`${server.url}/api/articles/${article}/updates?v=2`, {
      method: "POST",
      headers: { cookie: client.cookie, "content-type": "application/octet-stream" },
      body: Buffer.from(update),
    });
  const writer = await join();
  const goesOn = async (): Promise<void> => {
    writer.type("still here");
    await until(() => writer.settled || writer.closed !== null);
    expect(writer.closed).toBeNull();
    expect(server.log).not.toContain("was not handled");
    expect(await server.end("SIGTERM")).toBe(0);
  };
  return { join, handIn, goesOn };
}

it("goes on when presence nests without end", async () => {
  const { join, goesOn } = await newsroom();
  const bad = await join();
  const state = `{"a":${"[".repeat(6_000)}${"]".repeat(6_000)}}`;
  bad.socket.send(presenceMessageOf(bad.doc.clientID, 1, state));
  // The next round of presence tells of both.
  const other = await join();
  other.sendPresence(other.doc.clientID, 1, { here: true });
  await until(() => bad.presence.has(other.doc.clientID) || bad.closed !== null);
  await goesOn();
});

it("goes on when an update that is known in part holds a number that Yjs does not read", async () => {
  const { join, handIn, goesOn } = await newsroom();
  expect((await handIn(typed("ab", 99))).status).toBe(200);
  const known = [4, 1, 4, ...Buffer.from("body"), 2, ...Buffer.from("ab")];
  const number = [125, ...Array<number>(9).fill(0xff), 0x7f];
  const update = Uint8Array.from([1, 2, 99, 0, ...known, 0x88, 99, 1, 1, ...number, 0]);
  expect((await handIn(update)).status).toBe(400);
  const bad = await join();
  bad.sendUpdate(update);
  await until(() => bad.acked === bad.sent || bad.closed !== null);
  expect(bad.refused.map(({ reason }) => reason)).toEqual(["malformed"]);
  await goesOn();
});
