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

function answer(call: IndexCall): unknown {
  switch (call.method) {
    case "write": {
      const beganAt = performance.now();
      index.write(call.articles);
      return performance.now() - beganAt;
    }
    case "remove":
      return index.remove(call.articleId);
    case "find":
      return index.find(call.query);
    case "behind":
      return index.behind();
    case "close":
      return index.close();
  }
}

function answerOrBeginAnew(call: IndexCall): unknown {
  const untold = lost;
  lost = null;
  // Whoever asks what the index lacks fills it.
  if (untold && call.method !== "behind" && call.method !== "close") throw lostBecause(untold);
  try {
    return answer(call);
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
