import { builtPage } from "../../server/http/page.ts";
import { run } from "../../server/main.ts";

/**
 * The real server, by the environment, with two differences: it folds an article's log after a few rows, so that chance
 * meets it at that; and its parent may set the time of day.
 */
const now = Date.now;
let shiftMs = 0;
Date.now = () => now() + shiftMs;
process.on("message", (message: { shiftMs: number }) => {
  ({ shiftMs } = message);
});
// The channel alone keeps no server alive.
process.channel?.unref();

await run(builtPage("/nonexistent"), { limits: { compactRows: 3, compactBytes: 0 } });
