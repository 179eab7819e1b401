// `npm run verify`, `backup`, `restore` and `reset-password`: builds when a source is newer than the build, then runs.
import { freshBuild } from "./freshBuild.mjs";

freshBuild();
await import("../dist/server/command.js");
