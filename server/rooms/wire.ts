import { messageAck, messageAwareness, messageSync } from "../../src/domain/protocol/sync.ts";

/**
 * Whole WebSocket frames (binary, unmasked, final), made once and written to every socket. Going through `ws` for each
 * receiver would build a header for each.
 */
export function frame(payload: Uint8Array): Buffer {
  const { bytes, at } = startFrame(payload.length);
  bytes.set(payload, at);
  return bytes;
}

export function syncFrame(step: number, body: Uint8Array): Buffer {
  return prefixedFrame([messageSync, step], body);
}

/** `body`: what y-protocols calls an awareness update. */
export function awarenessFrame(body: Uint8Array): Buffer {
  return prefixedFrame([messageAwareness], body);
}

/** `received`, `sent`: how many of the reader's frames, and of those it was sent, are settled. */
export function ackFrame(received: number, sent: number): Buffer {
  const { bytes, at } = startFrame(varUintLength(messageAck) + varUintLength(received) + varUintLength(sent));
  writeVarUint(bytes, writeVarUint(bytes, writeVarUint(bytes, at, messageAck), received), sent);
  return bytes;
}

function prefixedFrame(prefix: readonly number[], body: Uint8Array): Buffer {
  const { bytes, at } = startFrame(prefix.length + varUintLength(body.length) + body.length);
  let next = at;
  for (const byte of prefix) bytes[next++] = byte;
  next = writeVarUint(bytes, next, body.length);
  bytes.set(body, next);
  return bytes;
}

const binaryFinal = 0x82;

function startFrame(length: number): { bytes: Buffer; at: number } {
  const at = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafe(at + length);
  bytes[0] = binaryFinal;
  if (at === 2) bytes[1] = length;
  else if (at === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeUInt32BE(0, 2);
    bytes.writeUInt32BE(length, 6);
  }
  return { bytes, at };
}

function varUintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length++;
  return length;
}

/** Where the next byte goes. */
function writeVarUint(bytes: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  while (rest > 0x7f) {
    bytes[next++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[next++] = rest;
  return next;
}
