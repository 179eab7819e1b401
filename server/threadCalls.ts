import { getPriority, setPriority } from "node:os";
import type { MessagePort } from "node:worker_threads";
import type { ThreadError, ThreadReply } from "./WorkerThread.ts";

/**
 * In a thread: answers the calls of a `WorkerThread` with what `answer` returns, or resolves with, or throws; the next call
 * is not kept waiting for a promise. After a call for which `isLast` holds it listens no more, and the thread ends.
 */
export function answerCalls<Call extends { id: number }>(
  port: MessagePort | null,
  { answer, isLast }: { answer: (call: Call) => unknown; isLast: (call: Call) => boolean },
): void {
  if (!port) throw new Error("This is a thread's program; it was started as a program of its own");
  const replyTo = async (call: Call): Promise<void> => {
    let reply: ThreadReply;
    try {
      reply = { id: call.id, value: await answer(call) };
    } catch (cause) {
      const { name, message, code, articleId } = cause as ThreadError;
      reply = { id: call.id, error: { name, message, code, articleId } };
    }
    port.postMessage(reply);
    if (isLast(call)) port.close();
  };
  port.on("message", (call: Call) => void replyTo(call));
}

/** Of setpriority(2). */
const lowest = 19;

/** In a thread: has it step back so far (*nice*) for the one that serves, where they share a processor. */
export function stepBack(steps: number): void {
  // Linux alone has a priority for each thread; elsewhere this would be the whole server's.
  if (process.platform === "linux") setPriority(Math.min(lowest, getPriority() + steps));
}
