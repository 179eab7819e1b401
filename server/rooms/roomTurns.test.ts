import { expect, it } from "vitest";
import type * as Y from "yjs";
import { roomsForEachTest, typed } from "./testing/fixture.ts";
import { until } from "./testing/rawClient.ts";

const at = roomsForEachTest();

it("people have turns one after the other, however much one of them sends, and the rest of the server comes in between", async () => {
  const { access, createArticle, rooms } = await at.open({ limits: { turnMs: 0 } });
  const articles = Array.from({ length: 20 }, (_, i) => `article-${i}`);
  for (const article of articles) createArticle(article);
  const readers = articles.map((article) => at.join({ as: "gast", article }));
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
        doc.on("update", (_update, origin: { author: { id: string } }) => {
          turns.push(turn);
          order.push(origin.author.id);
        }),
      ),
    ),
  );
  const handIn = async (as: string, article: string, clientId: number) => {
    const visitor = await access.visitor({ cookie: as });
    if (!visitor) throw new Error("nobody");
    return rooms.handIn(article, visitor, typed("x", clientId));
  };
  setImmediate(count);
  const outcomes = await Promise.all([
    ...articles.flatMap((article, i) => [1, 2].map((n) => handIn("anna", article, 1_000 * n + i))),
    ...[1, 2].map((n) => handIn("bert", "article-19", 5_000 + n)),
  ]);
  counting = false;
  expect(outcomes).toEqual(outcomes.map(() => ({ code: "ok" })));
  expect(new Set(turns).size).toBe(turns.length);
  expect(order.slice(0, 5).filter((id) => id === "bert")).toHaveLength(2);
});
