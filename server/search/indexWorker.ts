import { parentPort, workerData } from "node:worker_threads";
import { answerCalls, stepBack } from "../threadCalls.ts";
import { isDamage, openIndex, removeIndex } from "./indexFile.ts";
import type { IndexCall } from "./searchIndex.ts";

/** The thread of the search index. An index that turns out to be damaged is begun anew, and the call fails with `SEARCH_LOST`. */
const { file, newsroom, yields } = workerData as { file: string; newsroom: string; yields: number };
let index = openIndex(file, newsroom);
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
  try {
    return answer(call);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    index.close();
    removeIndex(file);
    index = openIndex(file, newsroom);
    throw Object.assign(new Error("The search index was damaged", { cause }), { code: "SEARCH_LOST" });
  }
}

answerCalls<IndexCall>(parentPort, { answer: answerOrBeginAnew, isLast: ({ method }) => method === "close" });
