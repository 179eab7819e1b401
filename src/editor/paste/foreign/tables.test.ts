import { describe, expect, it } from "vitest";
import { columnBorder } from "../../../domain/article/content.ts";
import { Columns } from "./tables.ts";

type Cell = [text: string, spans?: { colspan?: string; rowspan?: string }];

/** Lines of a table, with its columns apart. */
function linesOf(rows: readonly (readonly Cell[])[]): string[] {
  const columns = new Columns();
  return rows.map((row) => {
    columns.beginRow();
    for (const [text, spans = {}] of row) {
      const cell = { getAttribute: (name: keyof typeof spans) => spans[name] ?? null };
      columns.add(cell as Element, text === "" ? [] : [{ text }]);
    }
    return columns
      .endRow()
      .map(({ text }) => text)
      .join("")
      .replaceAll(columnBorder, "|");
  });
}

describe("columns of a pasted table", () => {
  it("stay in place below and beside cells that reach over several", () => {
    expect(
      linesOf([
        [["Kanton", { rowspan: "3" }], ["Stimmen", { colspan: "2" }], ["Total"]],
        [["Ja"], ["Nein"], ["alle"]],
        [["1"], ["2"], ["3"]],
        [["Bern"], ["4"], ["5"], ["9"]],
      ]),
    ).toEqual(["Kanton|Stimmen||Total", "|Ja|Nein|alle", "|1|2|3", "Bern|4|5|9"]);
  });

  it("are as many as its cells need, whatever those claim to reach over", () => {
    const wide: Cell[] = [["a", { colspan: "9999", rowspan: "9999" }], ["b"]];
    const lines = linesOf(Array.from({ length: 300 }, () => wide));
    expect(lines.join("").length).toBeLessThan(12_000);
    expect(lines.at(-1)).toBe("a|b");
  });
});
