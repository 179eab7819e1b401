import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pace } from "./pace.ts";
import { roomsForEachTest } from "./testing/fixture.ts";
import { until } from "./testing/rawClient.ts";

describe("how long rooms wait for more to do", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is nothing while the server keeps up, more once it is short of time, and less again when it is not", () => {
    let busy = 0.2;
    const pace = new Pace(() => busy);
    vi.advanceTimersByTime(1_000);
    expect([pace.togetherMs, pace.gatherMs, pace.ackMs, pace.tellMs]).toEqual([0, 0, 0, 0]);
    busy = 0.6;
    vi.advanceTimersByTime(1_000);
    expect([pace.togetherMs, pace.gatherMs, pace.ackMs]).toEqual([0, 0, 0]);
    expect(pace.tellMs).toBeGreaterThan(0);
    busy = 0.8;
    vi.advanceTimersByTime(1_000);
    expect(pace.gatherMs).toBe(0);
    expect(pace.togetherMs).toBeGreaterThan(0);
    expect(pace.ackMs).toBeGreaterThan(0);
    busy = 0.94;
    vi.advanceTimersByTime(1_000);
    const some = pace.gatherMs;
    expect(some).toBeGreaterThan(0);
    busy = 1;
    vi.advanceTimersByTime(60_000);
    expect(pace.gatherMs).toBeGreaterThan(some);
    expect(pace.gatherMs).toBeLessThan(100);
    busy = 0.2;
    vi.advanceTimersByTime(60_000);
    expect([pace.togetherMs, pace.gatherMs, pace.ackMs, pace.tellMs]).toEqual([0, 0, 0, 0]);
    pace.stop();
  });
});

describe("a server that is short of time", () => {
  const at = roomsForEachTest();

  it("[P1] [P2] gathers, and everything arrives and is acked once it is stored", async () => {
    await at.open({ busyShare: () => 1 });
    const [anna, bert] = [await at.joined(), await at.joined({ as: "bert" })];
    let commits = 0;
    at.newsroom.rooms.onCommitted(() => commits++);
    for (let i = 0; i < 40; i++) {
      anna.type("a");
      // oxlint-disable-next-line no-await-in-loop
      await until(() => bert.text.length === anna.text.length);
      bert.type("b", 0);
    }
    await until(() => anna.settled && bert.settled && anna.text === bert.text);
    expect(anna.text).toHaveLength(80);
    expect(await at.storedText()).toBe(anna.text);
    expect(commits).toBeLessThan(80);
  });

  it("[P2] tells what it has stored before it stops", async () => {
    await at.open({ busyShare: () => 1 });
    const anna = await at.joined();
    anna.type("first ");
    await until(() => anna.settled);
    anna.type("last");
    const arrived = anna.sent;
    await until(async () => (await at.storedText()) === "first last");
    await at.newsroom.rooms.close();
    await until(() => anna.closed !== null);
    expect(anna.acked).toBe(arrived);
  });
});
