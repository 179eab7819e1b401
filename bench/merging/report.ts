import { median, percentile } from "../statistics.ts";
import { tableLine as line } from "../tables.ts";
import { framesASecond } from "./frames.ts";
import type { Merging } from "./page/main.ts";
import type { Rounds } from "./page/speed.ts";

/** Rounds of one measurement: milliseconds, but bytes where it is called so. */
export type Figures = { what: string; words: number; marks: number; rounds: Rounds }[];

export interface RunCount {
  /** Runs that lost or doubled a letter, threw, or ended with people who see different articles. */
  wrong: number;
  lost: number;
  doubled: number;
  typed: number;
}

interface RunCounts {
  random: { ours: RunCount; tiptap: RunCount };
  randomSeeds: number;
  offline: { ours: RunCount; tiptap: RunCount };
  offlineSeeds: number;
}

export function scenarioTable(scenarios: ReturnType<Merging["scenarios"]>, runs: RunCounts): string {
  let table = line(["", "Foureyes", "TipTap's collaboration"]) + line(["---", "---", "---"]);
  const words = (verdicts: readonly string[]): string => [...new Set(verdicts)].join(" / ");
  for (const { name, ours, tiptap } of scenarios) table += line([name, words(ours), words(tiptap)]);
  const wrong = (count: RunCount, of: number): string => `${count.wrong} of ${of} wrong`;
  table += line([
    "random runs: three people, 100 edits and deliveries",
    wrong(runs.random.ours, runs.randomSeeds),
    wrong(runs.random.tiptap, runs.randomSeeds),
  ]);
  const letters = ({ lost, doubled, typed }: RunCount): string =>
    `${lost} lost, ${doubled} doubled of ${typed.toLocaleString("en-US")}`;
  return (
    table +
    line([
      `letters after ${runs.offlineSeeds} nights of three people offline, 1,500 edits each night`,
      letters(runs.offline.ours),
      letters(runs.offline.tiptap),
    ])
  );
}

/** Frames are measured one by one: a second is sixty of the middle one. */
const scale = (what: string): number => (what.startsWith("twenty") ? framesASecond : 1);
const middle = (values: readonly number[], what: string): number => median(values) * scale(what);

const ratio = (a: number, b: number): string => (a / b).toFixed(2);

function article({ words, marks }: Figures[number]): string {
  const size = `${words.toLocaleString("en-US")} words`;
  return marks > 0 ? `${size}, ${marks.toLocaleString("en-US")} marks` : size;
}

/** The least that could be reached: for own keys ProseMirror and a bare text, for the others ProseMirror alone. */
function floor(rounds: Rounds): readonly number[] {
  return rounds.bareText.length > 0 ? rounds.bareText : rounds.bare;
}

/** Ratios only: they hold on any machine, milliseconds do not. */
export function speedTable(figures: Figures): string {
  let table =
    line(["", "article", "Foureyes ÷ floor", "TipTap ÷ floor", "Foureyes ÷ TipTap"]) +
    line(["---", "---", "--:", "--:", "--:"]);
  for (const figure of figures) {
    const { what, rounds } = figure;
    const ours = middle(rounds.ours, what);
    const tiptap = middle(rounds.tiptap, what);
    const bare = floor(rounds);
    table += line([
      what,
      article(figure),
      bare.length > 0 ? ratio(ours, middle(bare, what)) : "",
      bare.length > 0 ? ratio(tiptap, middle(bare, what)) : "",
      ratio(ours, tiptap),
    ]);
  }
  return table;
}

/** For the terminal: medians and the 95th percentile, with the goal of each. */
export function speedRows(figures: Figures): { name: string; value: number; unit: string; goal?: string }[] {
  return figures.flatMap((figure) => {
    const { what, rounds } = figure;
    const bytes = what.startsWith("bytes");
    const least = floor(rounds);
    const goal = goalOf(what, figure.words, {
      floor: least.length > 0 ? middle(least, what) : 0,
      tiptap: middle(rounds.tiptap, what),
    });
    return (["ours", "tiptap", "bareText", "bare"] as const)
      .filter((name) => rounds[name].length > 0)
      .flatMap((name) => {
        const start = `${what}, ${article(figure)}, ${labels[name]}`;
        // Fractions of a millisecond matter here, and the table shows one digit.
        const unit = bytes ? "bytes" : "µs";
        const factor = bytes ? 1 : 1_000;
        const value = { name: start, value: middle(rounds[name], what) * factor, unit };
        const p95 = percentile(rounds[name], 0.95) * scale(what) * factor;
        return [
          { ...value, ...(name === "ours" && goal ? { goal } : {}) },
          ...(rounds[name].length > 1 ? [{ name: `${start}, p95`, value: p95, unit }] : []),
        ];
      });
  });
}

const labels = {
  ours: "Foureyes",
  tiptap: "TipTap's collaboration",
  bare: "ProseMirror alone",
  bareText: "ProseMirror and a bare document",
};

function goalOf(what: string, words: number, than: { floor: number; tiptap: number }): string | null {
  const µs = (ms: number): string => Math.round(ms * 1_000).toLocaleString("en-US");
  if (what === "own key") return `≤ ${µs(Math.min(than.floor * 1.2, than.tiptap))}`;
  if (what.startsWith("colleague's key,")) return null;
  if (what === "colleague's key") return `≤ ${µs(than.floor * 1.2)}`;
  if (what.startsWith("twenty")) return words === 20_000 ? "≤ 60,000" : null;
  if (what.startsWith("bytes")) return `≤ ${than.tiptap.toLocaleString("en-US")}`;
  return `≤ ${µs(than.tiptap)}`;
}
