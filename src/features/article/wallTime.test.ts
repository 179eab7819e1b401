import { describe, expect, it } from "vitest";
import { newsroomZone as zone } from "../../domain/export/dates.ts";
import { fromWallTime, toWallTime } from "./wallTime.ts";

describe("the newsroom's clock", () => {
  it.each([
    ["2023-08-30T16:36:00.000Z", "2023-08-30T18:36"],
    ["2023-12-31T23:30:00.000Z", "2024-01-01T00:30"],
    ["2024-03-31T00:59:00.000Z", "2024-03-31T01:59"],
    ["2024-03-31T01:00:00.000Z", "2024-03-31T03:00"],
    ["2024-10-27T00:30:00.000Z", "2024-10-27T02:30"],
  ])("shows %s as %s and back", (instant, wall) => {
    expect(toWallTime(instant, zone)).toBe(wall);
    expect(fromWallTime(wall, zone)).toBe(instant);
  });

  it("reads an hour that the clocks skip", () => {
    expect(fromWallTime("2024-03-31T02:30", zone)).toBe("2024-03-31T01:30:00.000Z");
  });

  it.each(["", "2024-13-01T00:00", "soon"])("refuses %j", (wall) => {
    expect(fromWallTime(wall, zone)).toBeNull();
  });
});
