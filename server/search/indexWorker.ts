import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { answerCalls, stepBack } from "../threadCalls.ts";
import { isDamage, openIndex, removeIndex } from "./indexFile.ts";
import type { IndexCall } from "./searchIndex.ts";

/**
 * The thread of the search index. An index that is missing or turns out to be damaged, at the start or later, is begun anew,
 * and the next call that counts on what it held fails with `SEARCH_LOST`, once.
 */
const { file, newsroom, yields } = workerData as { file: string; newsroom: string; yields: number };
let index = openIndex(file, newsroom);
/** Why the index is new, as long as nobody was told. */
let lost = index.begun;
stepBack(yields);

/** What is written and removed, one after the other. */
let turn: Promise<unknown> = Promise.resolve();

/** Searches are answered between the steps. Resolves with how long those took, in milliseconds. */
function inTurn(begin: () => Iterator<void, void>): Promise<number> {
  const result = turn.then(async () => {
    const steps = begin();
    for (let tookMs = 0; ; ) {
      const beganAt = performance.now();
      const { done } = steps.next();
      tookMs += performance.now() - beganAt;
      if (done) return tookMs;
      // oxlint-disable-next-line no-await-in-loop
      await setImmediate();
    }
  });
  turn = result.catch(() => {});
  return result;
}

function answer(call: IndexCall): unknown {
  switch (call.method) {
    case "write":
      return inTurn(() => index.write(call.articles));
    case "remove":
      return inTurn(() => index.remove(call.articleId));
    case "find":
      return index.find(call.query);
    case "behind":
      return index.behind();
    case "close":
      return index.close();
  }
}

async function answerOrBeginAnew(call: IndexCall): Promise<unknown> {
  const untold = lost;
  lost = null;
  // Whoever asks what the index lacks fills it.
  if (untold && call.method !== "behind" && call.method !== "close") throw lostBecause(untold);
  try {
    return await answer(call);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    index.close();
    removeIndex(file);
    index = openIndex(file, newsroom);
    throw lostBecause(cause as Error);
  }
}

const lostBecause = ({ message }: Error): Error => Object.assign(new Error(message), { code: "SEARCH_LOST" });

answerCalls<IndexCall>(parentPort, { answer: answerOrBeginAnew, isLast: ({ method }) => method === "close" });
