import { parentPort } from "node:worker_threads";
import { answerCalls } from "../threadCalls.ts";

export type AdderCall = { method: "add"; by: number } | { method: "fail" | "die" | "end" };

/** A thread that adds up what it is told. */
let sum = 0;
answerCalls<AdderCall & { id: number }>(parentPort, {
  answer: (call) => {
    if (call.method === "fail") throw Object.assign(new RangeError("too much"), { code: "TOO_MUCH" });
    if (call.method === "die") process.exit(1);
    if (call.method === "add") sum += call.by;
    return sum;
  },
  isLast: ({ method }) => method === "end",
});
