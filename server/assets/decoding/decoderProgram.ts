import { setPriority } from "node:os";
import {
  type DecodeJob,
  type DecodeOutcome,
  isOutOfMemory,
  loadSharp,
  makeVariants,
} from "./makeVariants.ts";

/**
 * A process that decodes pictures, one at a time, for `DecodingProcess`: a `DecodeJob` comes in as a message, a
 * `DecodeReply` goes out. The first argument is how far it steps back for the server (*nice* of setpriority(2)).
 */
export type DecodeReply =
  | DecodeOutcome
  | { code: "out-of-memory" }
  /** The variants could not be written; `errno` is the operating system's, such as ENOSPC. */
  | { code: "failed"; message: string; errno: string | undefined };

const reply = (message: DecodeReply): void => {
  process.send?.(message);
};

// Threads made later inherit it, those of libvips too.
setPriority(Number(process.argv[2]));
// Without the server there is nobody to decode for. Killed, because a normal exit waits for what is being decoded.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// The terminal's Ctrl+C goes to all processes; the server ends this one when it is done with it.
process.on("SIGINT", () => {});
process.on("message", (job: DecodeJob) => {
  makeVariants(job).then(reply, (cause: NodeJS.ErrnoException) =>
    reply(
      isOutOfMemory(cause)
        ? { code: "out-of-memory" }
        : { code: "failed", message: String(cause), errno: cause.code },
    ),
  );
});
// The first picture does not wait for it.
void loadSharp().catch(() => {});
