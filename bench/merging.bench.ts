import { chromium, type Page } from "@playwright/test";
import { chromiumFlags } from "../scripts/chromium.mjs";
import { openPage } from "./merging/openPage.ts";
import type { BulkRounds } from "./merging/page/bulk.ts";
import type { Rounds } from "./merging/page/speed.ts";
import { type Figures, type RunCount, scenarioTable, speedRows, speedTable } from "./merging/report.ts";
import { writeTables } from "./tables.ts";

const sizes = [1_000, 5_000, 20_000];
const bursts = 30;
const randomSeeds = 300;
const offlineSeeds = 10;

/**
 * Merging and its speed beside TipTap's own collaboration: both on the same article, schema and bare editor view,
 * by turns in one page of a real browser. Writes the tables of docs/merging.md.
 */
export default async function merging(): Promise<{ title: string; rows: ReturnType<typeof speedRows> }> {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: chromiumFlags });
  try {
    const page = await openPage(browser);
    const scenarios = await page.evaluate(() => window.merging.scenarios());
    const random = await countRuns(page, randomSeeds, { edits: 100, offline: false });
    const offline = await countRuns(page, offlineSeeds, { edits: 1_500, offline: true });
    await page.close();
    const typing = await openPage(browser);
    const figures = await measureKeys(typing);
    await typing.close();
    // A page of its own: what the long articles left in the memory of the other would be in the figures.
    figures.push(...(await measureBulk(await openPage(browser))));
    const rows = speedRows(figures);
    writeTables("merging.md", {
      scenarios: scenarioTable(scenarios, { random, randomSeeds, offline, offlineSeeds }),
      speed: speedTable(figures),
    });
    return { title: "Merging beside TipTap's collaboration (median of interleaved rounds)", rows };
  } finally {
    await browser.close();
  }
}

async function countRuns(
  page: Page,
  seeds: number,
  options: { edits: number; offline: boolean },
): Promise<{ ours: RunCount; tiptap: RunCount }> {
  const runs = await page.evaluate(([n, how]) => window.merging.randomRuns(n, how), [
    seeds,
    options,
  ] as const);
  const count = (of: typeof runs.ours): RunCount => ({
    wrong: of.filter(({ verdict }) => verdict !== "ok").length,
    lost: of.reduce((sum, run) => sum + run.lost, 0),
    doubled: of.reduce((sum, run) => sum + run.doubled, 0),
    typed: of.reduce((sum, run) => sum + run.typed, 0),
  });
  return { ours: count(runs.ours), tiptap: count(runs.tiptap) };
}

async function measureKeys(page: Page): Promise<Figures> {
  const figures: Figures = [];
  const add = (what: string, words: number, marks: number, rounds: Rounds): void => {
    figures.push({ what, words, marks, rounds });
  };
  for (const [words, marks] of [...sizes.map((size) => [size, 0] as const), [20_000, 2_000] as const]) {
    const options = { words, marks, bursts };
    add("own key", words, marks, await page.evaluate((o) => window.merging.localKeys(o), options));
    const remote = await page.evaluate((o) => window.merging.remoteKeys(o), options);
    add("colleague's key", words, marks, { ...remote, bareText: [] });
    add("colleague's key, Yjs in the floor", words, marks, { ...remote, bare: [] });
    add(
      "twenty typists, a second",
      words,
      marks,
      await page.evaluate(([w, m]) => window.merging.twentyTypists(w, m, 5), [words, marks] as const),
    );
    add(
      "opening",
      words,
      marks,
      await page.evaluate(([w, m]) => window.merging.opening(w, m, 11), [words, marks] as const),
    );
    const bytes = await page.evaluate(([w, m]) => window.merging.bytesStored(w, m), [words, marks] as const);
    add("bytes, fresh", words, marks, bytes.fresh);
    add("bytes, edited", words, marks, bytes.edited);
  }
  return figures;
}

async function measureBulk(page: Page): Promise<Figures> {
  const figures: Figures = [];
  const words = 5_000;
  for (const name of await page.evaluate(() => window.merging.bulkNames)) {
    const { local, remote }: BulkRounds = await page.evaluate(([n, w]) => window.merging.bulk(n, w, 0, 15), [
      name,
      words,
    ] as const);
    const size = { words, marks: 0 };
    if (local.ours.length > 0) figures.push({ what: `${name}, for the writer`, ...size, rounds: local });
    figures.push({ what: `${name}, for a colleague`, ...size, rounds: remote });
  }
  return figures;
}
