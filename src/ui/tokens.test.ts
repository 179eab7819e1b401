import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "desk", "raised"] as const;
const on = (text: string, places: readonly string[]) => places.map((ground) => [text, ground] as const);

/** WCAG 2.2 AA: 4.5:1 for text, 3:1 for what one has to see of a control. */
const pairs = [
  ...["ink", "ink-soft", "ink-faint", "accent", "kicker", "good", "warn", "bad"].flatMap((text) =>
    on(text, grounds),
  ),
  ...on("ink", ["accent-wash", "good-wash", "warn-wash", "bad-wash", "selection"]),
  ["accent", "accent-wash"] as const,
  ["accent-ink", "accent"] as const,
  ["paper", "ink"] as const,
  ["on-ink-accent", "ink"] as const,
].map(([text, ground]) => ({ text, ground, least: 4.5 }));
const edges = ["line-strong", "focus"]
  .flatMap((edge) => on(edge, grounds))
  .map(([text, ground]) => ({ text, ground, least: 3 }));

describe.each(["light", "dark"] as const)("the colours in the %s theme", (theme) => {
  it.each([...pairs, ...edges])("stand out: $text on $ground", ({ text, ground, least }) => {
    const [one, other] = [colours.get(text), colours.get(ground)];
    if (!one || !other) throw new Error(`tokens.css has no --${text} or no --${ground}`);
    expect(contrast(one[theme], other[theme])).toBeGreaterThanOrEqual(least);
  });
});
