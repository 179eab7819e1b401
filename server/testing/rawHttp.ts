import { once } from "node:events";
import { connect } from "node:net";

/** A server that says nothing for so long does not answer. */
const noAnswerMs = 20_000;

export interface RawAnswer {
  /** 0 when the server closed without an answer. */
  status: number;
  /** Names in lower case; of several, the last. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What goes onto the line: `target` is not touched, so that any spelling gets through. */
export interface RawRequest {
  method: string;
  target: string;
  version?: "1.0" | "1.1";
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** Left out for none. */
  host?: string | null;
}

/** Sends one request on a connection of its own, byte by byte as written, and reads the answer to its end. */
export async function rawRequest(
  port: number,
  { method, target, version = "1.1", headers = {}, body = "", host = `127.0.0.1:${port}` }: RawRequest,
): Promise<RawAnswer> {
  const content = Buffer.from(body);
  const lines = Object.entries({
    ...(host === null ? {} : { host }),
    ...(content.length === 0 ? {} : { "content-length": String(content.length) }),
    ...headers,
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    // A stream of events never ends by itself; its beginning is the answer.
    if (/content-type: text\/event-stream/i.test(chunk.toString("latin1"))) socket.destroy();
  });
  socket.on("error", () => {});
  socket.setTimeout(noAnswerMs, () => socket.destroy());
  socket.write(
    Buffer.concat([Buffer.from(`${method} ${target} HTTP/${version}\r\n${lines.join("")}\r\n`), content]),
  );
  await once(socket, "close");
  return parse(Buffer.concat(chunks).toString("latin1"));
}

function parse(text: string): RawAnswer {
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, end === -1 ? text.length : end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0);
  return { status, headers, body: end === -1 ? "" : text.slice(end + 4) };
}
