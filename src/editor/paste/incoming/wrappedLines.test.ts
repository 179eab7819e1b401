import { describe, expect, it } from "vitest";
import { after, lines as blocks, bodyState, schema } from "../../testing/bodyState.ts";
import { bodySlice } from "../pasteText.ts";
import { joinLines } from "./joinLines.ts";
import { onOneLine, wrappedLines } from "./wrappedLines.ts";

const agency = `Bern (sda) Der Bundesrat hat am Montag beschlossen, die Regierung
der Kantone früher anzuhören. Bisher wurde sie erst nach der Regie-
rung in Bern gefragt, und der Berg-
und Talbahn fehlte ein Fahrplan, der allen Gästen etwas nützt, E-
Mail inbegriffen.

Die Gemein-
de will davon nichts wissen.`;

const joined = (text: string, into = "paragraph: |"): string[] | null => {
  const wrapped = wrappedLines(text);
  if (!wrapped) return null;
  const state = bodyState(into);
  const pasted = state.apply(state.tr.replaceSelection(bodySlice(schema, text, [])));
  const next = after(pasted, joinLines(wrapped));
  return next && blocks(next);
};

describe("lines of one length", () => {
  it("are joined to paragraphs, hyphens gone only where the word is known", () => {
    expect(
      joined(agency.replace("Berg-\n", "eine Berg-\n").replace("gefragt, und", "gefragt, und auch")),
    ).toEqual([
      "paragraph: Bern (sda) Der Bundesrat hat am Montag beschlossen, die Regierung der Kantone früher anzuhören. Bisher wurde sie erst nach der Regierung in Bern gefragt, und auch der eine Berg-",
      "paragraph: und Talbahn fehlte ein Fahrplan, der allen Gästen etwas nützt, E-Mail inbegriffen.",
      "paragraph: Die Gemein-",
      "paragraph: de will davon nichts wissen.",
    ]);
  });

  it("are joined in the midst of a paragraph, too", () => {
    const line = "Zeile von einer Länge, die alle anderen Zeilen hier auch haben,";
    expect(joined(`${line}\n${line}\n${line}`, "paragraph: Vor |nach")).toEqual([
      `paragraph: Vor ${line} ${line} ${line}nach`,
    ]);
  });

  it.each([
    ["verses", "Über allen Gipfeln\nist Ruh,\nin allen Wipfeln\nspürest du\nkaum einen Hauch"],
    ["paragraphs", [1, 2, 3].map((i) => `${i} ${"Ein langer Absatz. ".repeat(20)}`).join("\n")],
    [
      "a list",
      Array.from({ length: 4 }, (_, i) => `- Punkt ${i} mit einer Länge, die alle Punkte hier haben`).join(
        "\n",
      ),
    ],
    ["two lines", "Eine Zeile, die etwas länger ist als die anderen Zeilen hier.\nUnd noch eine."],
  ])("are not %s", (_, text) => {
    expect(wrappedLines(text)).toBeNull();
  });

  it("leave alone what somebody changed meanwhile", () => {
    const line = "Zeile von einer Länge, die alle anderen Zeilen hier auch haben,";
    const wrapped = wrappedLines(`${line}\n${line}\n${line}`);
    const state = bodyState(
      `paragraph: ${line}|`,
      "paragraph: anders",
      `paragraph: ${line}`,
      `paragraph: ${line}`,
    );
    expect(wrapped && blocks(after(state, joinLines(wrapped)) ?? state)).toEqual([
      `paragraph: ${line}`,
      "paragraph: anders",
      `paragraph: ${line} ${line}`,
    ]);
  });
});

describe("lines on one line", () => {
  it("keep a hyphen that parts no known word", () => {
    expect(onOneLine("Die Regierung und die Regie-\nrung")).toBe("Die Regierung und die Regierung");
    expect(onOneLine("Die Gemein-\nde")).toBe("Die Gemein-de");
    expect(onOneLine("per E-\nMail, Berg-\nund Talbahn\n\nund 3 -\n4")).toBe(
      "per E-Mail, Berg- und Talbahn und 3 - 4",
    );
    expect(onOneLine("weich\u00ad\ngetrennt")).toBe("weichgetrennt");
    expect(onOneLine(" ein Wort ")).toBe(" ein Wort ");
  });
});
