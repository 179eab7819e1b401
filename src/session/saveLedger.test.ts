import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyLedger, type SaveEvent, type SaveLedger, saveState, settle, stallMs } from "./saveLedger.ts";

const after = (...events: SaveEvent[]): SaveLedger => events.reduce(settle, emptyLedger);
const say = (ledger: SaveLedger) => saveState(ledger, null, false);

const opened: SaveEvent = { kind: "opened" };
const synced: SaveEvent = { kind: "synced" };
const closed: SaveEvent = { kind: "closed" };
const edited: SaveEvent = { kind: "edited", changes: 1 };
const step2: SaveEvent = { kind: "sent", frame: "step2", at: 0 };
const update: SaveEvent = { kind: "sent", frame: "update", at: 0 };
const acked = (n: number, stored: number | null = null): SaveEvent => ({ kind: "acked", n, stored, at: 0 });
const received: SaveEvent = { kind: "received", at: 0 };
const level = [opened, received, synced, step2, acked(1)];

describe("[P2] the books behind «Saved»", () => {
  it("say saved only when open, synced and the first step 2 is acked", () => {
    expect(say(after())).toEqual({ kind: "offline", changes: 0 });
    expect(say(after(opened)).kind).toBe("saving");
    expect(say(after(opened, synced)).kind).toBe("saving");
    expect(say(after(opened, synced, step2)).kind).toBe("saving");
    expect(say(after(opened, step2, acked(1))).kind).toBe("saving");
    expect(say(after(...level))).toEqual({ kind: "saved" });
  });

  it("say saving from the edit on until its frame is acked", () => {
    expect(say(after(...level, edited))).toEqual({ kind: "saving", changes: 1 });
    expect(say(after(...level, edited, update, edited, update))).toEqual({ kind: "saving", changes: 2 });
    expect(say(after(...level, edited, update, edited, update, acked(2)))).toEqual({
      kind: "saving",
      changes: 1,
    });
    expect(say(after(...level, edited, update, acked(2)))).toEqual({ kind: "saved" });
  });

  it("take an ack that overtook another for what it says", () => {
    const two = [...level, edited, update, edited, update];
    expect(say(after(...two, acked(3), acked(2)))).toEqual({ kind: "saved" });
  });

  it("keep every change that was not acked when the line broke", () => {
    const broken = after(...level, edited, update, edited, update, acked(2), closed, edited);
    expect(say(broken)).toEqual({ kind: "offline", changes: 2 });
    const again = [opened, synced, step2].reduce(settle, broken);
    expect(say(again)).toEqual({ kind: "saving", changes: 2 });
    expect(say(settle(again, acked(1)))).toEqual({ kind: "saved" });
  });

  it("never take an ack of an earlier connection for one of this", () => {
    const ledger = after(...level, edited, update, closed, opened, synced, step2);
    expect(say(ledger)).toEqual({ kind: "saving", changes: 1 });
  });

  it("wait for a colleague's words too, when the server counts them", () => {
    const start = [opened, received, synced, step2, acked(1, 1)];
    expect(say(after(...start))).toEqual({ kind: "saved" });
    expect(say(after(...start, received))).toEqual({ kind: "saving", changes: 0 });
    expect(say(after(...start, received, acked(1, 1)))).toEqual({ kind: "saving", changes: 0 });
    expect(say(after(...start, received, acked(1, 2)))).toEqual({ kind: "saved" });
  });

  it("say that the server does not store when acks stay out, and recover when they come", () => {
    const waiting = after(...level, edited, update);
    expect(say(settle(waiting, { kind: "tick", at: stallMs - 1 }))).toEqual({ kind: "saving", changes: 1 });
    const stalled = settle(waiting, { kind: "tick", at: stallMs });
    expect(say(stalled)).toEqual({ kind: "not-saved", changes: 1, reason: "not-storing" });
    expect(say(settle(stalled, acked(1))).kind).toBe("not-saved");
    expect(say(settle(stalled, acked(2)))).toEqual({ kind: "saved" });
  });

  it("never call refused words saved", () => {
    const refused = after(...level, edited, update, { kind: "refused", n: 2 }, acked(2));
    expect(say(refused)).toEqual({ kind: "not-saved", changes: 1, reason: "refused" });
    expect(say([closed, opened, synced, step2, acked(1)].reduce(settle, refused)).kind).toBe("not-saved");
  });

  it("keep a frame that goes another way unsaved until a step 2 carries it", () => {
    const returned = after(...level, edited, update, { kind: "returned", n: 2 }, acked(2));
    expect(say(returned)).toEqual({ kind: "saving", changes: 1 });
    expect(say([step2, acked(3)].reduce(settle, returned))).toEqual({ kind: "saved" });
  });

  it("name the reason when the line ended for good with words unsent", () => {
    expect(saveState(after(edited), "signed-out", false)).toEqual({
      kind: "not-saved",
      changes: 1,
      reason: "signed-out",
    });
    expect(saveState(after(), "signed-out", false)).toEqual({ kind: "offline", changes: 0 });
  });
});

describe("[P2] any history", () => {
  type Move = "edit" | "connect" | "drop" | "hand over" | "commit" | "settle";
  const weights: Record<Move, number> = {
    edit: 3,
    connect: 3,
    drop: 1,
    "hand over": 4,
    commit: 6,
    settle: 6,
  };
  const move = fc.oneof(
    ...Object.entries(weights).map(([each, weight]) => ({ weight, arbitrary: fc.constant(each as Move) })),
  );

  it("says saved exactly when the model's disk holds every edit", () => {
    let savedSeen = 0;
    fc.assert(
      fc.property(fc.array(move, { minLength: 30, maxLength: 90 }), (moves) => {
        let ledger = emptyLedger;
        const edits = new Set<number>();
        const disk = new Set<number>();
        let wire: number[][] = [];
        let open = false;
        let level = false;
        let next = 0;
        let toldCommitted = 0;
        let committed = 0;
        for (const each of moves) {
          if (each === "edit") {
            edits.add(next);
            ledger = settle(ledger, edited);
            if (level) {
              wire.push([next]);
              ledger = settle(ledger, update);
            }
            next++;
          } else if (each === "connect" && !open) {
            [open, level, wire, committed, toldCommitted] = [true, false, [], 0, 0];
            ledger = settle(settle(ledger, opened), synced);
          } else if (each === "drop" && open) {
            [open, level] = [false, false];
            ledger = settle(ledger, closed);
          } else if (each === "hand over" && open && !level) {
            level = true;
            wire.push([...edits]);
            ledger = settle(ledger, step2);
          } else if (each === "commit" && open && committed < wire.length) {
            for (const edit of wire[committed] ?? []) disk.add(edit);
            committed++;
          } else if (each === "settle" && open && toldCommitted < committed) {
            toldCommitted = committed;
            ledger = settle(ledger, acked(committed));
          }
          const saved = say(ledger).kind === "saved";
          if (saved) savedSeen++;
          if (saved) expect([...edits].every((edit) => disk.has(edit))).toBe(true);
          expect(saved).toBe(open && level && toldCommitted === wire.length);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(savedSeen).toBeGreaterThan(1_000);
  });
});
