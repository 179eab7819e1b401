import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { createServer } from "./app.ts";
import { ConfigError, readConfig } from "./config.ts";
import { builtPage, type PageServer } from "./http/page.ts";

const closeWithinMs = 10_000;

/** Runs the server until SIGTERM or SIGINT. Exits with 1 and one clear line when it cannot start. */
export async function run(page: PageServer, strictPage = true): Promise<void> {
  try {
    const server = await createServer(readConfig(process.env), {
      page,
      examples: new URL("./examples/", import.meta.url),
      strictPage,
      logTo: process.stderr,
    });
    const stop = (): void => {
      setTimeout(() => process.exit(1), closeWithinMs).unref();
      server.close().then(() => process.exit(0), fail);
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
    process.stdout.write(`Foureyes is ready at ${await server.start()}\n`);
  } catch (cause) {
    fail(cause);
  }
}

function fail(cause: unknown): void {
  process.stderr.write(`${cause instanceof ConfigError ? cause.message : inspect(cause)}\n`);
  process.exit(1);
}

/** Runs the built server: `dist/server/main.js` beside `dist/page`. */
export const runBuilt = (): Promise<void> =>
  run(builtPage(fileURLToPath(new URL("../page", import.meta.url))));
