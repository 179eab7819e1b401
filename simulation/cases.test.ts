import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Script } from "./operations.ts";
import { play } from "./run.ts";
import { shrink } from "./shrink.ts";

const folder = new URL("./cases/", import.meta.url);
const cases = readdirSync(folder).map((file): [name: string, script: Script] => [
  file.replace(/\.json$/, ""),
  JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Script,
]);

describe("[P1] runs that once broke a promise", () => {
  it.each(cases)("%s", async (_name, script) => {
    expect((await play(script)).wrongs).toEqual([]);
  });
});

describe("the simulation itself", () => {
  const words = { who: 0, after: 40, a: 900, b: 500, c: 900, n: 2 };

  it("plays a script twice alike", async () => {
    const script: Script = {
      seed: 5,
      people: 3,
      frameBytes: 700,
      operations: [
        { do: "type", ...words },
        { do: "offline", who: 1, after: 20 },
        { do: "enter", ...words, who: 1 },
        { do: "paste", ...words, who: 2 },
        { do: "crash", who: 0, after: 5, n: 100 },
        { do: "online", who: 1, after: 900 },
      ],
    };
    const first = await play(script);
    expect(first.wrongs).toEqual([]);
    expect(first.edits).toBe(3);
    expect(await play(script)).toEqual(first);
  });

  it("shortens nothing that is well", async () => {
    const fine: Script = {
      seed: 1,
      people: 2,
      frameBytes: 4_194_304,
      operations: [{ do: "type", ...words }],
    };
    expect(await shrink(fine)).toEqual({ script: fine, wrongs: [] });
  });
});
