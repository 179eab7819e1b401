import { describe, expect, it } from "vitest";
import { normaliseTrail, offeredTrails } from "./section.ts";

describe("the section trail", () => {
  it.each([
    ["News > International", "News › International"],
    ["News >", "News"],
    ["Zahlen <5 > Wetter", "Zahlen <5 › Wetter"],
    ["<b>Fett</b>", "<b>Fett</b>"],
    ["  News  ›  International › ", "News › International"],
    ["> News", "News"],
    ["News › › Asien", "News › Asien"],
    ["Stadt\u0000\n &  Land", "Stadt & Land"],
    ["", ""],
    [" › ", ""],
  ])("reads %j as %j", (typed, trail) => {
    expect(normaliseTrail(typed)).toBe(trail);
    expect(normaliseTrail(trail)).toBe(trail);
  });

  it("cuts what is no trail any more, between characters", () => {
    expect(normaliseTrail("👩‍🚒".repeat(500))).toBe("👩‍🚒".repeat(120));
  });
});

it("offers the newsroom's own trails first, each once", () => {
  expect(
    offeredTrails(["Sport", "Kultur", "Kultur", "News > Ausland", ""], ["News › Schweiz", "Sport"]),
  ).toEqual(["Kultur", "News › Ausland", "Sport", "News › Schweiz"]);
});
