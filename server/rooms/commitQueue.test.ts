import { expect, it } from "vitest";
import { CommitQueue } from "./commitQueue.ts";
import { silentLogger } from "./logger.ts";
import { silentMeter } from "./meter.ts";
import { roomsForEachTest, typed } from "./testing/fixture.ts";

const at = roomsForEachTest();

it("a flush waits for what was added before it, and not for what others go on adding", async () => {
  const { log } = await at.open();
  const now = () => performance.now();
  const queue = new CommitQueue({ log, logger: silentLogger, meter: silentMeter, now });
  let durable = 0;
  const add = (clientId: number, committed: () => void): void =>
    queue.add(
      { kind: "update", articleId: "flood", update: typed("x", clientId), author: null, at: 0 },
      () => {
        durable++;
        committed();
      },
    );
  // Somebody who writes the next as soon as one is stored: something waits at any time.
  let clientId = 1;
  const another = (): void => {
    add(clientId++, another);
    add(clientId++, () => {});
  };
  another();
  for (let i = 0; i < 3; i++) {
    const before = clientId - 1;
    // oxlint-disable-next-line no-await-in-loop
    await queue.flush();
    expect(durable).toBeGreaterThanOrEqual(before);
    expect(queue.waiting).toBeGreaterThan(0);
  }
  await queue.stop();
});
