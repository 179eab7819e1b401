import { builtPage } from "../../http/page.ts";
import { run } from "../../main.ts";

/** The real server as a process of its own, by the environment, without a built page. */
await run(builtPage("/nonexistent"));
