// `npm run bench [name…]`: runs bench/<name>.bench.ts (all of them without a name), prints a table for each and
// writes every figure to bench/results/<date>.json. Figures of a shared machine are for comparison only.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { register } from "tsx/esm/api";
import { findChromium } from "./chromium.mjs";

const root = new URL("..", import.meta.url);
const folder = new URL("bench/", root);
const known = readdirSync(folder)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.replace(".bench.ts", ""));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No benchmark named ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exit(1);
}

process.env.CHROMIUM_PATH = await findChromium();
const built = spawnSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
if (built.status !== 0) process.exit(built.status ?? 1);

register();
const results = [];
for (const name of wanted.length > 0 ? wanted : known) {
  const { default: run } = await import(new URL(`${name}.bench.ts`, folder).href);
  const result = await run();
  results.push({ benchmark: name, ...result });
  print(result);
}

const date = new Date();
const report = {
  at: date.toISOString(),
  machine: {
    processors: cpus().length,
    model: cpus()[0]?.model ?? "unknown",
    memoryBytes: totalmem(),
    node: process.version,
  },
  results,
};
mkdirSync(new URL("results/", folder), { recursive: true });
const file = new URL(`results/${date.toISOString().replaceAll(":", "-")}.json`, folder);
writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nWritten to ${fileURLToPath(file)}`);
// A browser or server that a failed benchmark left behind must not keep this process alive.
process.exit(0);

function print({ title, rows }) {
  const figure = (value) => value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });
  const lines = rows.map((row) => [row.name, `${figure(row.value)} ${row.unit}`, row.goal ?? ""]);
  const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column].length)));
  console.log(`\n${title}`);
  for (const [name, value, goal] of lines)
    console.log(`  ${name.padEnd(widths[0])}  ${value.padStart(widths[1])}  ${goal}`.trimEnd());
}
