import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A socket of the article after its handshake, refused or not. Whatever comes is read and forgotten. */
export async function rawSocket(url: string, as: string, article = "flood"): Promise<Socket> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.write(
    `GET ${pathname}/${article} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: ${as}\r\n\r\n`,
  );
  await once(socket, "data");
  return socket.resume();
}

/** A frame masked with zeros. `opcode`: 0 goes on, 1 is text, 2 bytes, 8 closes, 9 pings. */
export function rawFrame(opcode: number, payload: Uint8Array = new Uint8Array(0), last = true): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : 14);
  head[0] = (last ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (length < 126 ? length : 127);
  if (length >= 126) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}
