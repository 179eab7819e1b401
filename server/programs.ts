import { existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a thread or a process is started with. */
export interface Program {
  file: URL;
  /** It is TypeScript, which Node 20 runs with a loader alone. */
  isSource: boolean;
}

/**
 * The program with that source: its bundled file beside the bundled server, and the source itself in development.
 * `FOUREYES_BUILT` names the folder of a bundled server whose files are taken instead of sources, where it has them: tests
 * start hundreds of threads, and a loader takes half a second for each.
 */
export function programOf(source: URL): Program {
  const name = basename(source.pathname).replace(/\.ts$/, ".js");
  if (!import.meta.url.endsWith(".ts")) return { file: new URL(name, import.meta.url), isSource: false };
  const built = process.env.FOUREYES_BUILT;
  const file = built ? new URL(name, pathToFileURL(`${built}/`)) : null;
  return file && existsSync(file) ? { file, isSource: false } : { file: source, isSource: true };
}

/** What `node` is given to run it in a process of its own, before its own arguments. */
export function nodeArguments(source: URL): string[] {
  const { file, isSource } = programOf(source);
  return [...(isSource ? ["--import", "tsx"] : []), fileURLToPath(file)];
}
