import { expect, it } from "vitest";
import { JobQueue } from "./JobQueue.ts";

/** A job that ends when told to. */
function job(log: string[], name: string): { run: () => Promise<string>; end: () => void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
  };
}

it("runs so many at once, the others in order, and turns away who would wait beyond the limit", async () => {
  const log: string[] = [];
  const queue = new JobQueue({ atOnce: 2, mayWait: 1 });
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => job(log, name));
  if (!a || !b || !c || !d) throw new Error("no jobs");
  const running = [queue.run(a.run), queue.run(b.run), queue.run(c.run)].filter((run) => run !== null);
  expect(queue.run(d.run)).toBeNull();
  expect(log).toEqual(["a", "b"]);
  b.end();
  await running[1];
  await expect.poll(() => log).toEqual(["a", "b", "c"]);
  a.end();
  c.end();
  expect(await Promise.all(running)).toEqual(["a", "b", "c"]);
});

it("goes on after a job that fails", async () => {
  const queue = new JobQueue({ atOnce: 1, mayWait: 1 });
  const failing = queue.run(() => Promise.reject(new Error("broken")));
  const next = queue.run(() => Promise.resolve("done"));
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toBe("done");
  expect(await queue.run(() => Promise.resolve("again"))).toBe("again");
});
