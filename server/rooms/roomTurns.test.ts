import { expect, it } from "vitest";
import type * as Y from "yjs";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

it("rooms have one turn together: the rest of the server comes in between, and nobody's room twice before another's", async () => {
  const { access, createArticle, rooms } = await at.open({ limits: { turnMs: 0 } });
  const articles = Array.from({ length: 20 }, (_, i) => `article-${i}`);
  for (const article of articles) createArticle(article);
  const readers = articles.map((article) => at.join({ article }));
  await until(() => readers.every(({ synced, acked }) => synced && acked > 0));

  let turn = 0;
  let counting = true;
  const count = (): void => {
    turn++;
    if (counting) setImmediate(count);
  };
  const turns: number[] = [];
  const order: string[] = [];
  await Promise.all(
    articles.map((article) =>
      rooms.read(article, (doc: Y.Doc) =>
        doc.on("update", () => {
          turns.push(turn);
          order.push(article);
        }),
      ),
    ),
  );
  const visitor = await access.visitor({ cookie: "anna" });
  if (!visitor) throw new Error("nobody");
  setImmediate(count);
  const outcomes = await Promise.all(
    articles.flatMap((article, i) =>
      [1, 2].map((n) => rooms.handIn(article, visitor, typed(`${n}`, 1_000 * n + i))),
    ),
  );
  counting = false;
  expect(outcomes).toEqual(outcomes.map(() => ({ code: "ok" })));
  expect(new Set(turns).size).toBe(turns.length);
  expect(new Set(order.slice(0, articles.length)).size).toBe(articles.length);
});
