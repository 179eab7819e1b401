import { once } from "node:events";
import { connect } from "node:net";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../config.ts";
import { knownAddresses, readForwardedFor } from "./forwardedFor.ts";

const own = "127.0.0.1";
/** Whom a server with that setting takes a request from 127.0.0.1 with those `X-Forwarded-For` headers to be from. */
async function addressOf(trustProxy: string, headers: readonly string[]): Promise<string> {
  const config = readConfig({ TRUST_PROXY: trustProxy });
  const app = Fastify({ trustProxy: config.trustProxy });
  onTestFinished(() => app.close());
  readForwardedFor(app, config);
  app.get("/", (request, reply) => void reply.send(request.ip));
  const { port } = new URL(await app.listen({ port: 0, host: own }));
  const socket = connect(Number(port), own);
  const lines = headers.map((value) => `x-forwarded-for: ${value}\r\n`).join("");
  socket.end(`GET / HTTP/1.1\r\nhost: desk\r\nconnection: close\r\n${lines}\r\n`);
  let answer = "";
  socket.on("data", (data: Buffer) => {
    answer += data.toString();
  });
  await once(socket, "close");
  return answer.split("\r\n\r\n")[1] ?? "";
}

it.each<[trust: string, headers: string[], address: string]>([
  // Off: the header is the visitor's own invention.
  ["", ["203.0.113.9"], own],
  ["0", ["203.0.113.9"], own],
  ["off", ["203.0.113.9, 198.51.100.1"], own],
  // By number: the one that the outermost of them saw, whatever stands left of it.
  ["1", [], own],
  ["1", [""], own],
  ["1", ["203.0.113.9"], "203.0.113.9"],
  ["1", ["6.6.6.6, 203.0.113.9"], "203.0.113.9"],
  ["1", ["6.6.6.6,7.7.7.7 ,\t203.0.113.9 "], "203.0.113.9"],
  ["1", ["6.6.6.6", "203.0.113.9"], "203.0.113.9"],
  ["2", ["6.6.6.6, 203.0.113.9, 10.0.0.2"], "203.0.113.9"],
  ["2", ["203.0.113.9"], "203.0.113.9"],
  ["3", ["203.0.113.9, 10.0.0.3, 10.0.0.2"], "203.0.113.9"],
  // With ports and brackets, as some proxies write it.
  ["1", ["203.0.113.9:52100"], "203.0.113.9"],
  ["1", ["[2001:db8::9]:52100"], "2001:db8::9"],
  ["1", ["[2001:db8::9]"], "2001:db8::9"],
  ["1", ["2001:db8::9"], "2001:db8::9"],
  // No addresses: the last one that is known.
  ["1", ["unknown"], own],
  ["1", ["203.0.113.9, _hidden"], own],
  ["2", ["6.6.6.6, unknown, 203.0.113.9"], "203.0.113.9"],
  ["1", ["203.0.113.9:x"], own],
  ["1", ["999.1.1.1"], own],
  // By address: the first from the right that is none of theirs.
  ["127.0.0.1", ["6.6.6.6, 203.0.113.9"], "203.0.113.9"],
  ["10.0.0.0/8", ["203.0.113.9"], own],
  ["127.0.0.1, 10.0.0.0/8", ["6.6.6.6, 203.0.113.9, 10.1.2.3"], "203.0.113.9"],
  ["127.0.0.1,2001:db8::/32", ["203.0.113.9, [2001:db8::5]:443"], "203.0.113.9"],
  ["127.0.0.1", ["203.0.113.9, unknown"], own],
])("TRUST_PROXY=%s takes a request with %j to be from %s", async (trust, headers, address) => {
  expect(await addressOf(trust, headers)).toBe(address);
});

it("looks at the last 32 of thousands", () => {
  const known = knownAddresses(`${"::,".repeat(4_000)}2001:db8::9, 203.0.113.9`);
  expect(known).toHaveLength(32);
  expect(known.slice(-2)).toEqual(["2001:db8::9", "203.0.113.9"]);
});
