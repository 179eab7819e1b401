import { expect, it } from "vitest";
import * as Y from "yjs";
import { type HandInAnswer, handInAll } from "./handIn.ts";

/** An article in which more was deleted here and there than fits a frame, on its way to a server that has nothing. */
function muchDeleted(frameBytes: number, answer: (post: number, text: Y.Text) => HandInAnswer) {
  const doc = new Y.Doc();
  const text = doc.getText("body");
  text.insert(0, "ab".repeat(500));
  for (let at = 500; at > 0; at--) text.delete(at, 1);
  const server = new Y.Doc();
  let posts = 0;
  const outcome = handInAll({
    doc,
    lacking: Y.encodeStateAsUpdate(doc),
    isOwn: (origin) => origin !== "server",
    post: async (update) => {
      const result = answer(++posts, text);
      if (result.code === "ok") Y.applyUpdate(server, update);
      return result;
    },
    limits: () => ({ frame: frameBytes, handIn: 1_000_000 }),
    goOn: () => false,
  });
  return { text, server, outcome, posts: () => posts };
}

it("hands in once what fits no frame, and leaves what is written meanwhile to one", async () => {
  const { text, server, outcome, posts } = muchDeleted(100, (_post, written) => {
    written.insert(0, "meanwhile ");
    return { code: "ok" };
  });
  const result = await outcome;
  expect(posts()).toBe(1);
  expect(result.code).toBe("ok");
  if (result.code === "ok") Y.applyUpdate(server, result.rest);
  expect(server.getText("body").toJSON()).toBe(text.toJSON());
});

it("hands in again when as much was written meanwhile", async () => {
  const { text, server, outcome, posts } = muchDeleted(100, (post, written) => {
    if (post === 1) written.insert(0, "x".repeat(300));
    return { code: "ok" };
  });
  expect(await outcome).toMatchObject({ code: "ok" });
  expect(posts()).toBe(2);
  expect(server.getText("body").toJSON()).toBe(text.toJSON());
});

it("gives up when the line has broken: the next connection begins anew", async () => {
  expect(await muchDeleted(100, () => ({ code: "failed" })).outcome).toEqual({ code: "given-up" });
});
