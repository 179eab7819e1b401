import { expect, it } from "vitest";
import { closeCodes, messageSync, syncStep1 } from "../../src/domain/protocol/sync.ts";
import { OutstandingAnswers } from "./OutstandingAnswers.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { type RawClient, until } from "./testing/rawClient.ts";

const at = roomsForEachTest();
/** More than the machine keeps for a connection by itself. */
const large = 15_000_000;

/** Asks for an article and takes nothing of the answer. */
async function taking(nothingOf: string, as = "gast"): Promise<RawClient> {
  const client = at.join({ as, article: nothingOf, silent: true });
  await until(() => client.step1s > 0);
  client.socket.pause();
  client.send(messageSync, syncStep1, Uint8Array.of(0));
  await until(() => at.newsroom.rooms.state().behindBytes > 0);
  return client;
}

it("[13] answers wait while other sockets of one reader have not taken theirs, and then come", async () => {
  const { createArticle } = await at.open({
    limits: { readerAnswersBytes: 1_000_000, restTimes: 0, behindMs: 1e9 },
  });
  createArticle("large", "x".repeat(large));
  createArticle("small", "words");
  const slow = await taking("large");
  const waiting = at.join({ as: "gast", article: "small" });
  await until(() => waiting.acked > 0);
  const anna = await at.joined({ article: "small" });
  anna.type(" and more");
  await until(() => anna.settled && waiting.text === "");
  expect(waiting.synced).toBe(false);
  slow.socket.resume();
  await until(() => slow.synced && waiting.synced);
  expect([slow.text.length, waiting.text]).toEqual([large, "words and more"]);
});

it("[13] a step 1 does not wait for ever: its socket is told to try again", async () => {
  const { createArticle } = await at.open({
    limits: { readerAnswersBytes: 1_000_000, restTimes: 0, behindMs: 1e9, answerWaitMs: 100 },
  });
  createArticle("large", "x".repeat(large));
  const slow = await taking("large");
  const waiting = at.join({ as: "gast" });
  await until(() => waiting.closed !== null);
  expect([waiting.closed, waiting.synced]).toEqual([closeCodes.tryAgain, false]);
  slow.socket.resume();
  await until(() => slow.synced);
});

it("[13] somebody who writes has a limit too", async () => {
  const { createArticle } = await at.open({ limits: { writerAnswersBytes: 1_000_000, behindMs: 1e9 } });
  createArticle("large", "x".repeat(large));
  const slow = await taking("large", "anna");
  const waiting = at.join({ as: "anna" });
  await until(() => waiting.acked > 0);
  await at.joined({ as: "bert" });
  expect(waiting.synced).toBe(false);
  slow.socket.resume();
  await until(() => slow.synced && waiting.synced);
});

it("[13] several large changes do not add up to what one reader may be behind", async () => {
  await at.open({ limits: { articleBytes: 1e9, behindMs: 1e9 } });
  const guest = await at.joined({ as: "gast" });
  guest.socket.pause();
  const anna = await at.joined();
  const { connections } = at.newsroom.rooms.state();
  for (let i = 0; i < 15; i++) anna.sendUpdate(typed("x".repeat(2_000_000), 901 + i));
  await until(() => anna.acked === anna.sent && at.newsroom.rooms.state().connections < connections);
  expect(anna.refused).toEqual([]);
});

it("[13] one answer to many sockets counts once, until all have taken it", () => {
  const answers = new OutstandingAnswers();
  const [one, other] = [Buffer.alloc(10), Buffer.alloc(5)];
  answers.sent(one);
  answers.sent(one);
  answers.sent(other);
  expect(answers.bytes).toBe(15);
  answers.taken(one);
  expect(answers.bytes).toBe(15);
  answers.taken(one);
  answers.taken(other);
  answers.taken(other);
  expect(answers.bytes).toBe(0);
});
