import { expect, it } from "vitest";
import { FrameBounds } from "./FrameBounds.ts";
import { rawFrame } from "./testing/rawSocket.ts";

it("knows after each byte how much of a message is under way", () => {
  const bounds = new FrameBounds();
  const long = Buffer.concat([Buffer.from([0x82, 0xfe, 1, 0, 0, 0, 0, 0]), Buffer.alloc(256)]);
  const frames: [Buffer, boolean][] = [
    [rawFrame(9), true],
    [rawFrame(2, new Uint8Array(5)), true],
    [long, true],
    [rawFrame(2, new Uint8Array(70_000)), true],
    [rawFrame(2, new Uint8Array(3), false), false],
    [rawFrame(10, new Uint8Array(4)), false],
    [rawFrame(0, new Uint8Array(0), false), false],
    [rawFrame(0, new Uint8Array(1)), true],
  ];
  let open = 0;
  for (const [bytes, whole] of frames) {
    for (const byte of bytes.subarray(0, -1)) expect(bounds.pass(Uint8Array.of(byte))).toBe(++open);
    open = whole ? 0 : open + 1;
    expect(bounds.pass(bytes.subarray(-1))).toBe(open);
  }
  expect(bounds.pass(Buffer.concat(frames.map(([bytes]) => bytes)))).toBe(0);
  expect(bounds.pass(Buffer.concat([long, rawFrame(9), long.subarray(0, 9)]))).toBe(9);
});
