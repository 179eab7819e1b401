import { connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { TestServer } from "../../testing/testServer.ts";

/** Begins a request whose body comes in chunks (RFC 9112, section 7.1). */
function begin(server: TestServer, target: string, chunks = "") {
  const socket = connect(server.port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const line = { socket, answer: "" };
  socket.on("data", (bytes: Buffer) => (line.answer += bytes.toString("latin1"))).on("error", () => {});
  socket.write(
    `POST ${target} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`,
  );
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
