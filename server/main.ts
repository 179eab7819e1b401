import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { ServerOptions } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { builtPage, type PageServer } from "./http/page.ts";
import { collectAtRest } from "./restingHeap.ts";
import { startFailure } from "./startFailure.ts";
import { makeFilesPrivate } from "./storage/dataFolder.ts";
import { watchUnexpected } from "./unexpected.ts";

const closeWithinMs = 10_000;

/**
 * Runs the server until SIGTERM or SIGINT, and then exits with 0 once everything is written. Exits with 1 and one clear
 * line when it cannot start, with 1 when something was not written within 10 s (pages then still hold it), and with 1
 * in the same order after an error that leaves its state in doubt (`watchUnexpected`).
 */
export async function run(
  page: PageServer,
  options: Pick<ServerOptions, "strictPage" | "limits" | "isForeignUpgrade"> = {},
): Promise<void> {
  let config: Config | null = null;
  collectAtRest();
  makeFilesPrivate();
  try {
    config = readConfig(process.env);
    // Much to load: a setting that cannot work is told before.
    const { createServer } = await import("./app.ts");
    const server = await createServer(config, {
      page,
      examples: new URL("./examples/", import.meta.url),
      ...options,
      logTo: process.stderr,
    });
    let stopping = false;
    const stop = (exitCode: 0 | 1): void => {
      if (stopping) return;
      stopping = true;
      setTimeout(
        () =>
          fail("The server ended before everything was written; pages keep what they have not seen saved."),
        closeWithinMs,
      ).unref();
      server.close().then(
        () => process.exit(exitCode),
        (cause: unknown) => fail(inspect(cause)),
      );
    };
    process.once("SIGTERM", () => stop(0));
    process.once("SIGINT", () => stop(0));
    watchUnexpected({ logger: server.log, counter: server.metrics.unexpectedErrors, stop: () => stop(1) });
    const { address, forOthers } = await server.start();
    process.stdout.write(`Foureyes is ready at ${address}\n`);
    // For who sits in front of it; programs wait for the line before and nothing else.
    if (process.stdout.isTTY) process.stdout.write(`${wordsForOthers(forOthers)}\n`);
  } catch (cause) {
    fail(startFailure(cause, config));
  }
}

const wordsForOthers = (addresses: readonly string[]): string =>
  addresses.length === 0
    ? "Only this computer reaches it. For colleagues, start it with HOST=0.0.0.0, or with PUBLIC_URL behind a proxy (README)."
    : `Colleagues reach it at ${addresses.join(", ")}`;

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** Runs the built server: `dist/server/main.js` beside `dist/page`. */
export const runBuilt = (): Promise<void> =>
  run(builtPage(fileURLToPath(new URL("../page", import.meta.url))));
