import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { readyToType, scriptsBeforeTyping } from "../e2e/support/loading.ts";
import { Newsroom } from "../e2e/support/newsroom.ts";
import { chromiumFlags } from "../scripts/chromium.mjs";
import { freePort } from "../src/session/testing/freePort.ts";
import { install } from "./install.ts";
import type { Audit } from "./lighthouse/audit.js";
import { Crowd } from "./page/crowd.ts";
import { openAtMiddle, openBare, type Paints, typeAndPaint } from "./page/keyToPaint.ts";
import { invite, makeArticle, post, signIn } from "./page/newsroom.ts";
import { median, percentile } from "./statistics.ts";
import { tableLine, writeTables } from "./tables.ts";

const article = { words: 5_000, pictures: 10 };
const typists = 20;
const keysASecond = 5;
const keys = 300;
const loads = 5;
/** A browser keeps what it has compiled of a script once it has run it a few times. */
const loadsBefore = 3;
const slowerTimes = 4;
const audits = 3;
const deskArticles = 50;

const shares = [
  ["median", 0.5],
  ["p95", 0.95],
] as const;

interface Row {
  name: string;
  value: number;
  unit: string;
  goal?: string;
}

/** How fast the page feels: a key on one's own screen while many write, the way to the first key, and Lighthouse. */
export default async function page(): Promise<{ title: string; rows: Row[] }> {
  install("lighthouse");
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: [...chromiumFlags, `--remote-debugging-port=${port}`],
  });
  const newsroom = await Newsroom.open();
  try {
    const load = loadavg()[0] ?? 0;
    const chief = await browser.newContext(asOpened(newsroom));
    await signIn(chief);
    const id = await makeArticle(chief, article);
    const way = [...(await loading(newsroom, id)), ...(await lighthouse(browser, newsroom, chief, port))];
    writeTables("page.md", { "first key": wayTable(way) });
    const rows = [
      ...way,
      ...(await typing(chief, newsroom, id)),
      { name: "load of the machine when it began", value: load, unit: "" },
    ];
    return {
      title: `The page (article of ${article.words.toLocaleString("en-US")} words and ${article.pictures} pictures)`,
      rows,
    };
  } finally {
    await browser.close();
    await newsroom.close();
  }
}

const asOpened = ({ url }: Newsroom) => ({
  baseURL: url,
  locale: "en-GB",
  viewport: { width: 1280, height: 900 },
});

async function typing(chief: BrowserContext, newsroom: Newsroom, articleId: string): Promise<Row[]> {
  const cookies = await invite(chief, newsroom, typists);
  const alone = await openAtMiddle(chief, articleId);
  const quiet = await typeAndPaint(alone, keys);
  const bareQuiet = await openBare(chief, alone);
  await alone.close();
  const floorQuiet = await typeAndPaint(bareQuiet, keys);
  await bareQuiet.close();

  const crowd = await Crowd.open({ url: newsroom.url, articleId, cookies, keysASecond });
  const among = await openAtMiddle(chief, articleId);
  const [keysBefore, from] = [await crowd.keys(), performance.now()];
  const busy = await typeAndPaint(among, keys);
  const pace = ((await crowd.keys()) - keysBefore) / ((performance.now() - from) / 1_000);
  const bareBusy = await openBare(chief, among);
  await among.close();
  // They type on, for the server and the machine: the floor differs by the page alone.
  const floorBusy = await typeAndPaint(bareBusy, keys);
  await bareBusy.close();
  await crowd.close();
  const measured = {
    [`among ${typists} typists`]: { product: busy, floor: floorBusy },
    alone: { product: quiet, floor: floorQuiet },
  };
  writeTables("page.md", { "key to paint": paintTable(measured) });
  return [
    ...paintRows(`key to paint among ${typists} typists`, busy, floorBusy, "≤ 16"),
    ...paintRows("key to paint, alone", quiet, floorQuiet),
    { name: "keys of all typists a second, as it was", value: pace, unit: "" },
  ];
}

function paintTable(measured: Record<string, { product: Paints; floor: Paints }>): string {
  let table =
    tableLine(["", "", "Foureyes", "bare page", "÷"]) + tableLine(["---", "---", "--:", "--:", "--:"]);
  for (const [who, { product, floor }] of Object.entries(measured))
    for (const [label, share] of shares)
      for (const [what, key] of [
        ["key to paint", "paintMs"],
        ["own work", "workMs"],
      ] as const) {
        const [ours, least] = [percentile(product[key], share), percentile(floor[key], share)];
        const ms = (value: number): string => `${value.toFixed(1)} ms`;
        table += tableLine([`${what}, ${label}`, who, ms(ours), ms(least), (ours / least).toFixed(1)]);
      }
  return table;
}

function wayTable(rows: readonly Row[]): string {
  let table = tableLine(["", "measured", "goal"]) + tableLine(["---", "--:", "--:"]);
  for (const { name, value, unit, goal = "" } of rows)
    table += tableLine([name, `${Math.round(value).toLocaleString("en-US")} ${unit}`.trim(), goal]);
  return table;
}

/** The floor: a bare editable page of the browser with the same words and pictures. */
function paintRows(name: string, product: Paints, floor: Paints, goal?: string): Row[] {
  const rows: Row[] = [];
  for (const [label, share] of shares) {
    const ours = percentile(product.paintMs, share);
    const least = percentile(floor.paintMs, share);
    rows.push(
      { name: `${name}, ${label}`, value: ours, unit: "ms", ...(goal && share > 0.9 ? { goal } : {}) },
      { name: `${name}, ${label}, floor`, value: least, unit: "ms" },
      { name: `${name}, ${label}, ÷ floor`, value: ours / least, unit: "×" },
      { name: `${name}, own work, ${label}`, value: percentile(product.workMs, share), unit: "ms" },
      { name: `${name}, own work, ${label}, floor`, value: percentile(floor.workMs, share), unit: "ms" },
    );
  }
  return rows;
}

/** In a browser with a profile on the disk, as people have it: a private one keeps no compiled scripts. */
async function loading(newsroom: Newsroom, articleId: string): Promise<Row[]> {
  const profile = await mkdtemp(join(tmpdir(), "foureyes-profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM_PATH,
    args: chromiumFlags,
    ...asOpened(newsroom),
  });
  try {
    await signIn(context);
    return await openings(context, articleId);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function openings(context: BrowserContext, articleId: string): Promise<Row[]> {
  const { gzipKB, receivedKB, files } = await scriptsBeforeTyping(context, articleId);
  for (let i = 0; i < loadsBefore; i++) await readyToType(context, articleId, 1);
  const readyMs: number[] = [];
  for (let i = 0; i < loads; i++) readyMs.push(await readyToType(context, articleId, slowerTimes));
  const fullSpeedMs: number[] = [];
  for (let i = 0; i < loads; i++) fullSpeedMs.push(await readyToType(context, articleId, 1));
  return [
    { name: "JavaScript before the first edit, gzip", value: gzipKB, unit: "kB", goal: "≤ 300" },
    { name: "JavaScript before the first edit, as received", value: receivedKB, unit: "kB" },
    { name: "files of it", value: files.length, unit: "" },
    {
      name: `ready to type, processor slowed ${slowerTimes}×, warm cache`,
      value: median(readyMs),
      unit: "ms",
      goal: "≤ 1,500",
    },
    { name: "ready to type at full speed, warm cache", value: median(fullSpeedMs), unit: "ms" },
  ];
}

async function lighthouse(
  browser: Browser,
  newsroom: Newsroom,
  chief: BrowserContext,
  port: number,
): Promise<Row[]> {
  const { audit } = await import("./lighthouse/audit.js");
  for (let i = 0; i < deskArticles; i++) await post(chief, "/api/articles", { data: {} });
  // Lighthouse opens its tab in the browser's own profile, which nobody has signed in to at first.
  const profile = await browser.newBrowserCDPSession();
  const rows: Row[] = [];
  for (const [name, path, cookies] of [
    ["sign-in", "/sign-in", []],
    ["desk", "/", await chief.cookies()],
  ] as const) {
    const runs: Audit[] = [];
    for (let i = 0; i < audits; i++) {
      // They go with the audit's tab.
      await profile.send("Storage.setCookies", {
        cookies: cookies.map(({ name, value }) => ({ name, value, url: newsroom.url })),
      });
      runs.push(await audit(newsroom.url + path, port));
    }
    for (const run of runs) {
      if (new URL(run.page).pathname !== path) throw new Error(`the audit of ${path} ended at ${run.page}`);
      for (const title of run.failed) console.error(`  Lighthouse, ${name}: ${title}`);
    }
    rows.push(
      {
        name: `Lighthouse, ${name}: performance`,
        value: median(runs.map((r) => r.performance)),
        unit: "",
        goal: "≥ 95",
      },
      {
        name: `Lighthouse, ${name}: accessibility`,
        value: median(runs.map((r) => r.accessibility)),
        unit: "",
        goal: "≥ 95",
      },
      {
        name: `Lighthouse, ${name}: largest paint`,
        value: median(runs.map((r) => r.largestPaintMs)),
        unit: "ms",
      },
    );
  }
  if (!browser.isConnected()) throw new Error("the browser closed during the audits");
  return rows;
}
