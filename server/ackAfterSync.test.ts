import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { messageAck } from "../src/domain/protocol/sync.ts";
import { ServerProcess, temporaryFolder } from "./operations/testing/newsroom.ts";
import { RawClient, until } from "./rooms/testing/rawClient.ts";

const words = 10;

/** A call to the system that has returned. */
interface Call {
  thread: string;
  name: string;
  /** Of the file or socket, as strace names it. */
  target: string;
  /** What was written, hexadecimal. */
  bytes: string;
}

/** In the order in which they returned, but writes to sockets, which are heard before that, as they began. */
function callsOf(trace: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, Call>();
  for (const line of trace.split("\n")) {
    const begun = /^(\d+) +(\w+)\(\d+<(.*?)>(.*)$/.exec(line);
    const resumed = /^(\d+) +<\.\.\. \w+ resumed>/.exec(line);
    if (begun) {
      const [, thread = "", name = "", path = "", rest = ""] = begun;
      const target = Buffer.from(path.replaceAll("\\x", ""), "hex").toString() || path;
      const call = { thread, name, target, bytes: rest.replaceAll(/\\x|[^\\x0-9a-f]/g, "") };
      if (!target.startsWith("/") || !rest.includes("<unfinished")) calls.push(call);
      else unfinished.set(thread, call);
    } else if (resumed?.[1]) {
      const call = unfinished.get(resumed[1]);
      unfinished.delete(resumed[1]);
      if (call) calls.push(call);
    }
  }
  return calls;
}

/** Writes down what the process asks of the system, until it ends; null where that is not possible. */
async function traced(pid: number, file: string): Promise<ChildProcess | null> {
  const calls = "trace=pwrite64,write,writev,sendmsg,sendto,fdatasync,fsync";
  const options = ["-f", "-y", "-xx", "-s", "8192", "-e", calls, "-o", file];
  const strace = spawn("strace", [...options, "-p", `${pid}`], { stdio: ["ignore", "ignore", "pipe"] });
  onTestFinished(() => void strace.kill("SIGKILL"));
  const said = await new Promise<string>((resolve) => {
    strace.on("error", () => resolve(""));
    strace.stderr.on("data", (chunk: Buffer) => resolve(chunk.toString()));
  });
  return said.includes("attached") ? strace : null;
}

const hex = (bytes: string | readonly number[]): string => Buffer.from(bytes as string).toString("hex");

it("[P2] an ack leaves the server only once the system was told to bring what it stands for to the disk, and did", async ({
  skip,
}) => {
  const dataDir = temporaryFolder();
  const server = await ServerProcess.start(dataDir);
  const admin = await server.admin();
  const { id } = await admin.newArticle();
  const writer = new RawClient(server.syncUrl, { as: admin.cookie, article: id });
  onTestFinished(() => writer.close());
  await until(() => writer.synced && writer.acked > 0);
  const file = join(dataDir, "trace");
  const strace = await traced(server.pid, file);
  if (!strace) return skip("strace is not here, or may not look at other processes");
  const acks = new Map<string, number>();
  for (let i = 0; i < words; i++) {
    const word = `wörtlich-${i}-gemeint`;
    writer.type(word);
    acks.set(word, writer.sent);
    // One at a time: whatever is written meanwhile belongs to this word.
    // oxlint-disable-next-line no-await-in-loop
    await until(() => writer.acked === writer.sent);
  }
  const gone = once(strace, "close");
  expect(await server.end("SIGTERM")).toBe(0);
  await gone;

  const seen = callsOf(readFileSync(file, "utf8"));
  for (const [word, n] of acks) {
    const written = seen.findIndex(
      ({ target, bytes }) => target.endsWith("-wal") && bytes.includes(hex(word)),
    );
    const { thread } = seen[written] ?? { thread: "" };
    const synced = seen.findIndex(
      (call, at) =>
        at > written && call.thread === thread && call.name.endsWith("sync") && call.target.endsWith("-wal"),
    );
    const acked = seen.findIndex(
      ({ target, bytes }) => !target.startsWith("/") && bytes.includes(hex([0x82, 3, messageAck, n])),
    );
    expect({ word, written: written >= 0, synced: synced >= 0, acked: acked >= 0 }).toEqual({
      word,
      written: true,
      synced: true,
      acked: true,
    });
    expect(acked, word).toBeGreaterThan(synced);
  }
});
