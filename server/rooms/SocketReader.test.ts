import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { messageSync, syncUpdate } from "../../src/domain/protocol/sync.ts";
import { PersonRests } from "../export/PersonRests.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { message } from "./testing/frames.ts";
import { until } from "./testing/rawClient.ts";
import { rawFrame, rawSocket } from "./testing/rawSocket.ts";

const at = roomsForEachTest();
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
/** Half a million pings. */
const flood = Buffer.alloc(3_000_000, rawFrame(9));

it.each([
  ["nobody signed in opens", "nobody", null],
  ["sends text, which nobody understands", "anna", rawFrame(1, Buffer.from("text"))],
  ["breaks the protocol", "anna", Buffer.from([0x83, 0x80, 0, 0, 0, 0])],
  ["announces too large a frame", "anna", Buffer.from([0x82, 0xff, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0])],
  ["closes by itself", "anna", rawFrame(8)],
])("a socket that %s is not read on, and soon gone", async (_what, as, first) => {
  const { url, streams } = await at.open();
  const socket = await rawSocket(url, as);
  socket.write(Buffer.concat([first ?? Buffer.alloc(0), flood]));
  await until(() => streams[0]?.destroyed ?? false);
  expect(streams[0]?.bytesRead).toBeLessThan(500_000);
  await until(() => at.newsroom.rooms.state().connections === 0);
});

it("whoever is refused is told why, and closed at once where they say goodbye", async () => {
  const { streams } = await at.open();
  const nobody = at.join({ as: "nobody" });
  await until(() => nobody.closed !== null && (streams[0]?.destroyed ?? false));
  expect(nobody.closed).toBe(4401);
});

describe("what comes on a socket", () => {
  const fragment = rawFrame(0, Uint8Array.of(0), false);

  it("in hundreds of fragments closes it", async () => {
    const { url } = await at.open();
    const sockets = await Promise.all([1, 2, 3].map(() => rawSocket(url, "anna")));
    for (const socket of sockets)
      socket.write(
        Buffer.concat([rawFrame(2, Uint8Array.of(99), false), Buffer.alloc(7 * 16_000, fragment)]),
      );
    await until(() => at.newsroom.rooms.state().connections === 0);
    expect(at.newsroom.rooms.state().unfinishedBytes).toBe(0);
  });

  it("in empty fragments without end is read at a bounded rate, and others go on", async () => {
    const { url } = await at.open({ limits: { bytesPerSecond: 1_000_000 } });
    const [bert, gast] = [await at.joined({ as: "bert" }), await at.joined({ as: "gast" })];
    const socket = await rawSocket(url, "anna");
    const unknown = Buffer.concat([
      rawFrame(2, Uint8Array.of(99), false),
      ...Array.from({ length: 200 }, () => rawFrame(0, new Uint8Array(0), false)),
      rawFrame(0, Uint8Array.of(99)),
    ]);
    for (let i = 0; i < 100; i++) socket.write(unknown);
    socket.write(rawFrame(2, message(messageSync, syncUpdate, typed("late", 700))));
    for (let i = 0; i < 20; i++) {
      bert.type("word ");
      // oxlint-disable-next-line no-await-in-loop
      await until(() => bert.settled && gast.text.endsWith(bert.text));
    }
    expect(bert.text).not.toContain("late");
    socket.destroy();
  });

  it("in the fragments that browsers send is heard", async () => {
    const { rooms, url } = await at.open();
    const bert = await at.joined({ as: "bert" });
    const socket = await rawSocket(url, "anna");
    const whole = message(messageSync, syncUpdate, typed("x".repeat(1_000_000), 700));
    for (let from = 0; from < whole.length; from += 40_000)
      socket.write(
        rawFrame(from === 0 ? 2 : 0, whole.subarray(from, from + 40_000), from + 40_000 >= whole.length),
      );
    await until(() => bert.text.length === 1_000_000);
    expect(rooms.state().unfinishedBytes).toBe(0);
    socket.destroy();
  });

  it("in whole messages without end never counts as unfinished for more than one", async () => {
    const { url } = await at.open({ limits: { unfinishedBytes: 400_000, leastOtherCost: 0 } });
    const bert = await at.joined({ as: "bert" });
    const socket = await rawSocket(url, "anna");
    const unknown = rawFrame(2, new Uint8Array(65_001).fill(99));
    for (let i = 0; i < 100; i++) socket.write(unknown);
    socket.write(rawFrame(2, message(messageSync, syncUpdate, typed("words", 700))));
    await until(() => bert.text === "words");
    expect(at.newsroom.rooms.state().unfinishedBytes).toBe(0);
    socket.destroy();
  });

  it("is parsed in its person's turn: many sockets of one do not hold up another's word", async () => {
    const { rooms, url } = await at.open({
      limits: { turnMs: 0, bytesPerSecond: 1e12, personBytesPerSecond: 1e12 },
    });
    const bert = await at.joined({ as: "bert" });
    const sockets = await Promise.all(Array.from({ length: 30 }, () => rawSocket(url, "anna")));
    await until(() => rooms.state().connections === 31);
    for (const socket of sockets) socket.write(Buffer.alloc(120_000, rawFrame(9)));
    await until(() => rooms.state().unfinishedBytes > 1_000_000);
    bert.type("word");
    await until(() => bert.settled);
    expect(rooms.state().unfinishedBytes).toBeGreaterThan(0);
    await until(() => rooms.state().unfinishedBytes < 100_000);
    expect(rooms.state().connections).toBe(31);
    for (const socket of sockets) socket.destroy();
    await until(() => rooms.state().connections === 1);
    expect(rooms.state().unfinishedBytes).toBe(0);
  });

  it("waits where its person has sent much, also on other sockets, and after all of them were closed", async () => {
    const { rooms, url } = await at.open({ limits: { personBytesPerSecond: 1_000 } });
    const flooding = await rawSocket(url, "anna");
    await until(() => rooms.state().connections === 1);
    // So many seconds of what they may send.
    flooding.write(Buffer.alloc(600_000, rawFrame(9)));
    await until(() => rooms.state().unfinishedBytes > 100_000);
    flooding.destroy();
    await until(() => rooms.state().connections === 0);
    const again = at.join();
    const bert = await at.joined({ as: "bert" });
    bert.type("word");
    await until(() => bert.settled && again.hello !== null && rooms.state().unfinishedBytes > 0);
    expect(again.synced).toBe(false);
  });

  it("takes no more memory while it waits than it has bytes", async () => {
    let now = 1_000;
    const rests = new PersonRests({ now: () => now });
    const { rooms, url } = await at.open({ rests });
    await at.joined({ as: "bert" });
    const socket = await rawSocket(url, "anna");
    await until(() => rooms.state().connections === 2);
    rests.counted("anna", () => void (now += 50));
    collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const small = rawFrame(2, message(messageSync, syncUpdate, new Uint8Array(20)));
    const other = rawFrame(2, new Uint8Array(65_000).fill(99));
    for (let i = 0; i < 300; i++) socket.write(Buffer.concat([small, other]));
    await until(() => rooms.state().queuedBytes >= 300 * 256 && rooms.state().unfinishedBytes < 1_000);
    await until(() => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers - before < 1_000_000;
    });
    socket.destroy();
  });
});
