import { describe, expect, it } from "vitest";
import { SentFrames, type SentGroup } from "./sentFrames.ts";

describe("frames that were sent", () => {
  it("count once all of their group is committed", () => {
    const sent = new SentFrames();
    const group: SentGroup = { needs: 1 };
    sent.note(1, group);
    group.needs = 3;
    sent.note(2, group);
    sent.advance(2);
    expect(sent.settled).toBe(0);
    sent.advance(3);
    expect(sent.settled).toBe(3);
  });

  it("count in their order: none before one that is not committed", () => {
    const sent = new SentFrames();
    const [first, second, answer] = [{ needs: 2 }, { needs: 3 }, { needs: 7 }];
    sent.note(1, first);
    sent.note(1, answer);
    sent.note(4, second);
    sent.advance(1);
    expect(sent.settled).toBe(0);
    sent.advance(3);
    expect(sent.settled).toBe(1);
    sent.advance(7);
    expect(sent.settled).toBe(6);
  });

  it("go on to count after all were committed", () => {
    const sent = new SentFrames();
    sent.note(5, { needs: 0 });
    sent.advance(0);
    expect(sent.settled).toBe(5);
    sent.note(1, { needs: 4 });
    sent.advance(3);
    expect(sent.settled).toBe(5);
    sent.advance(4);
    expect(sent.settled).toBe(6);
  });
});
