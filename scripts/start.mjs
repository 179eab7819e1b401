// `npm start`: builds when a source is newer than the build, then serves, in this process.
import { freshBuild } from "./freshBuild.mjs";

freshBuild();
const { runBuilt } = await import("../dist/server/main.js");
await runBuilt();
