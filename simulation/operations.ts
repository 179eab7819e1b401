import { Random } from "../src/binding/testing/random.ts";

/** What a person does. */
export const edits = [
  "type",
  "lineBreak",
  "backspace",
  "forwardDelete",
  "erase",
  "replace",
  "enter",
  "restyle",
  "indent",
  "bold",
  "italic",
  "link",
  "unlink",
  "paste",
  "cut",
  "pasteCut",
  "drag",
  "moveBlocks",
  "deleteBlocks",
  "deleteAll",
  "figure",
  "moveFigure",
  "deleteFigure",
  "divider",
  "undo",
  "redo",
] as const;
/** What becomes of the line, the page, the server and its disk. */
export const mishaps = [
  "wait",
  "slow",
  "cut line",
  "offline",
  "online",
  "deaf",
  "reopen",
  "crash",
  "disk full",
  "disk slow",
] as const;
export type EditKind = (typeof edits)[number];
export type MishapKind = (typeof mishaps)[number];
export type TextName = "body" | "headline" | "lead" | "caption" | "credit";

/**
 * One thing that happens. All that it needs to happen again is in it, so a list of them is a run: `a`, `b` and `c`
 * choose among what is there at the time, in thousandths.
 */
export interface Operation {
  do: EditKind | MishapKind;
  who: number;
  /** Milliseconds that pass before. */
  after: number;
  text?: TextName;
  /** Where words are dragged to, when that is not the body. */
  to?: TextName;
  a?: number;
  b?: number;
  c?: number;
  /** How many characters, blocks, failures or milliseconds. */
  n?: number;
}

/** A run as data. The seed still chooses client ids and jitter. */
export interface Script {
  seed: number;
  people: number;
  /** Larger changes go by HTTP. Bytes. */
  frameBytes: number;
  operations: Operation[];
}

const editWeights: Record<EditKind, number> = {
  type: 30,
  lineBreak: 1,
  backspace: 4,
  forwardDelete: 3,
  erase: 6,
  replace: 4,
  enter: 9,
  restyle: 5,
  indent: 3,
  bold: 4,
  italic: 2,
  link: 3,
  unlink: 1,
  paste: 4,
  cut: 4,
  pasteCut: 5,
  drag: 3,
  moveBlocks: 5,
  deleteBlocks: 4,
  deleteAll: 0.3,
  figure: 2,
  moveFigure: 4,
  deleteFigure: 1,
  divider: 1,
  undo: 8,
  redo: 4,
};
const mishapWeights: Record<MishapKind, number> = {
  wait: 6,
  slow: 4,
  "cut line": 3,
  offline: 3,
  online: 3,
  deaf: 1,
  reopen: 1,
  crash: 1,
  "disk full": 1,
  "disk slow": 1,
};

type Weights<Kind extends string> = [Kind, number][];

const pickWeighted = <Kind extends string>(random: Random, weights: Weights<Kind>): Kind => {
  let left = random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of weights) {
    left -= weight;
    if (left < 0) return kind;
  }
  return (weights[0] as [Kind, number])[0];
};

/** Everything may happen in every run; each run has a liking of its own for some of it. */
const swayed = <Kind extends string>(random: Random, weights: Record<Kind, number>): Weights<Kind> =>
  (Object.entries(weights) as [Kind, number][]).map(([kind, weight]) => [
    kind,
    weight * (random.chance(0.25) ? 4 : random.chance(0.25) ? 0.2 : 1),
  ]);

export const isNightShift = (seed: number): boolean => seed % 25 === 0;

/** The run of a seed. Every twenty-fifth is a night shift: two people write 500 edits each without a line. */
export function scriptOf(seed: number, length = 110): Script {
  const random = new Random(seed);
  const people = random.pick([2, 2, 3, 3, 3, 4, 4, 5, 6, 8]);
  const frameBytes = random.chance(0.15) ? 700 : 4 * 1024 * 1024;
  const operations = isNightShift(seed) ? nightShift(random) : day(random, people, length);
  return { seed, people, frameBytes, operations };
}

function day(random: Random, people: number, length: number): Operation[] {
  const liked = swayed(random, editWeights);
  const troubles = swayed(random, mishapWeights);
  const trouble = random.pick([0.05, 0.12, 0.25]);
  // Most edits meet in a few places, as they do when people work on one paragraph.
  const spots = [random.below(1000), random.below(1000)];
  const operations: Operation[] = [];
  while (operations.length < length) {
    const who = random.below(people);
    if (random.chance(trouble)) {
      operations.push(mishap(random, who, pickWeighted(random, troubles)));
      continue;
    }
    const one = edit(random, who, pickWeighted(random, liked), spots);
    operations.push(one);
    if ((one.do === "cut" || one.do === "drag") && random.chance(0.5))
      operations.push(...race(random, (who + 1 + random.below(people - 1)) % people, one));
  }
  return operations;
}

/** Another takes the same words, or some of them, somewhere else before they hear of each other. */
function race(random: Random, rival: number, one: Operation): Operation[] {
  const { text = "body", c = 0 } = one;
  const at = { after: 0, c: text === "body" ? random.below(1000) : c };
  const elsewhere = (): TextName => anyText(random, 0.6);
  const kind = one.do === "cut" && text === "body" && random.chance(0.5) ? "moveBlocks" : "drag";
  const taken: Operation = { ...one, ...at, who: rival, do: kind, to: elsewhere() };
  if (one.do === "drag") return [taken];
  return [taken, { ...one, ...at, do: "pasteCut", text: elsewhere(), b: random.below(1000) }];
}

function nightShift(random: Random): Operation[] {
  const liked = swayed(random, editWeights).filter(([kind]) => kind !== "deleteAll");
  const operations: Operation[] = [
    { do: "offline", who: 0, after: 300 },
    { do: "offline", who: 1, after: 0 },
  ];
  for (let k = 0; k < 1000; k++) {
    const one = edit(random, k % 2, pickWeighted(random, liked), [random.below(1000)]);
    operations.push({ ...one, after: k % 50 === 0 ? 1_200 : 1 });
  }
  operations.push({ do: "online", who: 0, after: 10 }, { do: "online", who: 1, after: 700 });
  return operations;
}

function edit(random: Random, who: number, kind: EditKind, spots: readonly number[]): Operation {
  const { text, many } = textOf(random, kind);
  const to = kind === "drag" ? anyText(random, inFields[kind]) : "body";
  return {
    do: kind,
    who,
    after: random.chance(0.1) ? 1_100 : random.below(40),
    ...(text === "body" ? {} : { text }),
    ...(to === "body" ? {} : { to }),
    a: random.chance(0.5) ? random.pick(spots) : random.below(1000),
    b: random.below(1000),
    c: random.below(1000),
    n: 1 + random.below(many),
  };
}

/** What also happens in other texts than the body, and how often it does there. */
const inFields: Partial<Record<EditKind, number>> = {
  type: 0.3,
  erase: 0.3,
  replace: 0.3,
  cut: 0.4,
  pasteCut: 0.5,
  drag: 0.4,
};

const anyText = (random: Random, elsewhere = 0): TextName =>
  random.chance(elsewhere)
    ? random.pick(["headline", "lead", "caption", "caption", "credit"] as const)
    : "body";

function textOf(random: Random, kind: EditKind): { text: TextName; many: number } {
  const text = inFields[kind] === undefined ? "body" : anyText(random, inFields[kind]);
  return { text, many: kind === "erase" ? 6 : 3 };
}

function mishap(random: Random, who: number, kind: MishapKind): Operation {
  const base = { do: kind, who, after: random.below(30) };
  switch (kind) {
    case "wait":
      return { ...base, after: random.pick([50, 200, 800, 2_000]) };
    case "slow":
      return { ...base, a: random.pick([1, 30, 200, 900]), b: random.pick([1, 30, 200, 900]) };
    case "cut line":
      return { ...base, n: random.below(2) };
    case "crash":
      return { ...base, n: random.pick([1, 100, 1_500]) };
    case "disk full":
      return { ...base, n: 1 + random.below(4) };
    case "disk slow":
      return { ...base, n: random.pick([1, 60, 400]) };
    case "offline":
    case "online":
    case "deaf":
    case "reopen":
      return base;
  }
}
