import { expect, it } from "vitest";
import { roomsForEachTest } from "./testing/fixture.ts";
import { until } from "./testing/rawClient.ts";
import { rawFrame, rawSocket } from "./testing/rawSocket.ts";

const at = roomsForEachTest();
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
  expect(streams[0]?.bytesRead).toBeLessThan(300_000);
  await until(() => at.newsroom.rooms.state().connections === 0);
});

it("whoever is refused is told why, and closed at once where they say goodbye", async () => {
  const { streams } = await at.open();
  const nobody = at.join({ as: "nobody" });
  await until(() => nobody.closed !== null && (streams[0]?.destroyed ?? false));
  expect(nobody.closed).toBe(4401);
});
