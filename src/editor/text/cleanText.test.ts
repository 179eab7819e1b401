import { describe, expect, it } from "vitest";
import { cleanText, flaws, oneLine, paragraphsOf } from "./cleanText.ts";

describe("text that comes in", () => {
  it("loses what no article may hold, and keeps what writers mean", () => {
    expect(cleanText("a\u0000b\u0007c\ufeffd\u009fe\ufffcf")).toBe("abcdef");
    expect(cleanText("half \ud800 and \udc00, whole 😀")).toBe("half  and , whole 😀");
    expect(cleanText("soft\u00adhyphen, no\u00a0break, 👩\u200d🚒, e\u0301")).toBe(
      "soft\u00adhyphen, no\u00a0break, 👩\u200d🚒, e\u0301",
    );
  });

  it("has one kind of line end and no tabs", () => {
    expect(cleanText("a\r\nb\rc\u2028d\u000be\tf")).toBe("a\nb\nc\nd\ne f");
  });

  it("falls into paragraphs at every line end, empty lines aside", () => {
    expect(paragraphsOf("one\n\n \ntwo\r\nthree\n")).toEqual(["one", "two", "three"]);
    expect(paragraphsOf(" a word ")).toEqual([" a word "]);
  });

  it("fits on one line", () => {
    expect(oneLine("one \n\n two")).toBe("one two");
    expect(oneLine(" word")).toBe(" word");
  });

  it("names each flaw and what stands in for it", () => {
    expect([...flaws("a\u0000b\nc\td\ud800")]).toEqual([
      { at: 1, length: 1, instead: "" },
      { at: 3, length: 1, instead: "\n" },
      { at: 5, length: 1, instead: " " },
      { at: 7, length: 1, instead: "" },
    ]);
    expect([...flaws("nothing wrong 😀")]).toEqual([]);
  });
});
