import { once } from "node:events";
import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { TestServer } from "../../testing/testServer.ts";

/** Begins a request whose body comes in chunks (RFC 9112, section 7.1). */
function begin(server: TestServer, target: string, chunks = "") {
  return open(
    server,
    `POST ${target} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`,
  );
}

/** Sends the text on a connection of its own. */
function open(server: TestServer, text: string) {
  const socket = connect(server.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const line = { socket, answer: "" };
  socket.on("data", (bytes: Buffer) => (line.answer += bytes.toString("latin1"))).on("error", () => {});
  socket.write(text);
  return line;
}

const refused = /^HTTP\/1\.1 411 [^]*content-security-policy:[^]*"code":"bad-request"/;

it.each(["/healthz", "/api/auth/sign-in/email", "/api/articles/a/assets", "/nothing"])(
  "refuses bodies that say no length once there are many, before they are read: %s",
  async (target) => {
    const server = await TestServer.open();
    const answers: string[] = [];
    while (answers.length < 200 && !answers.at(-1)?.startsWith("HTTP/1.1 411")) {
      const line = begin(server, target, "2\r\n{}\r\n0\r\n\r\n");
      // oxlint-disable-next-line no-await-in-loop
      await expect.poll(() => line.answer, { interval: 5, timeout: 10_000 }).toMatch(/\r\n\r\n/);
      line.socket.destroy();
      answers.push(line.answer);
    }
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.at(-1)).toMatch(refused);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  },
);

it("reads few bodies that say no length at a time", async () => {
  const server = await TestServer.open();
  const lines = Array.from({ length: 9 }, () => begin(server, "/api/auth/sign-in/email"));
  const answered = () => lines.filter(({ answer }) => answer !== "");
  await expect.poll(() => answered().length, { timeout: 10_000 }).toBe(1);
  expect(answered()[0]?.answer).toMatch(refused);
});

it("counts no body of an upgrade, and none of a connection that is over", async () => {
  const server = await TestServer.open();
  const upgrade = "GET /nothing HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n";
  const over = Array.from({ length: 40 }, () => {
    const line = open(server, `${upgrade}transfer-encoding: chunked\r\n\r\n`);
    return Object.assign(line, { closed: once(line.socket, "close") });
  });
  await Promise.all(over.map(({ closed }) => closed));
  expect(over.map(({ answer }) => answer.slice(0, 12))).toEqual(Array(40).fill("HTTP/1.1 404"));
  const lines = Array.from({ length: 8 }, () => begin(server, "/api/auth/sign-in/email", "1\r\n{\r\n"));
  for (const { socket } of lines) socket.resetAndDestroy();
  await expect
    .poll(async () => {
      const line = begin(server, "/api/auth/sign-in/email", "2\r\n{}\r\n0\r\n\r\n");
      await expect.poll(() => line.answer, { interval: 5, timeout: 10_000 }).toMatch(/\r\n\r\n/);
      return line.answer;
    })
    .toMatch(/^HTTP\/1\.1 400 /);
});

it.each(["", "127.0.0.1"])(
  "takes 200 headers and refuses more, also by a proxy (TRUST_PROXY=%s)",
  async (TRUST_PROXY) => {
    const server = await TestServer.open({ TRUST_PROXY });
    const ask = async (count: number, last = "") => {
      const more = "a:\r\n".repeat(count - 3 - (last === "" ? 0 : 1));
      const line = open(
        server,
        `POST /api/auth/sign-out HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 0\r\n${more}${last}\r\n`,
      );
      await once(line.socket, "close");
      return line.answer;
    };
    expect(await ask(200)).toMatch(/^HTTP\/1\.1 200 /);
    // None is dropped: the last counts.
    expect(await ask(200, "origin: http://evil.example\r\n")).toMatch(/^HTTP\/1\.1 403 /);
    const tooMany = /^HTTP\/1\.1 431 [^]*content-security-policy:[^]*"code":"too-large"/;
    expect(await ask(201)).toMatch(tooMany);
    expect(await ask(3_000)).toMatch(tooMany);
  },
);
