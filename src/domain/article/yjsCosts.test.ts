import { expect, it } from "vitest";
import * as Y from "yjs";
import { bodyText } from "./document.ts";

const piecesOf = (doc: Y.Doc, client: number): number => doc.store.clients.get(client)?.length ?? 0;

/**
 * An update with one piece for each of the contents, as nobody's editor cuts them: each behind the one before, in the
 * body or, where `within` says so, in the type that the very first piece is.
 */
function pieces(client: number, contents: readonly Y.Item["content"][], within?: (at: number) => boolean) {
  const doc = new Y.Doc();
  const last: (number | null)[] = [null, null];
  const structs = contents.map((content, at) => {
    const where = within?.(at) ? 1 : 0;
    const behind = last[where] ?? null;
    last[where] = at;
    return new Y.Item(
      Y.createID(client, at),
      null,
      behind === null ? null : Y.createID(client, behind),
      null,
      null,
      (where === 1 ? Y.createID(client, 0) : bodyText(doc)) as never,
      null,
      content,
    );
  });
  doc.store.clients.set(client, structs);
  return Y.encodeStateAsUpdate(doc);
}

const letter = (text: string): Y.Item["content"] => new Y.ContentString(text);
const formula = (): Y.Item["content"] => new Y.ContentEmbed({ kind: "formula" });
const bold = (): Y.Item["content"] => new Y.ContentFormat("bold", true);

/** So many pairs of letters that Yjs makes one piece of, each with an object behind it. */
const pairs = (count: number, client: number): Uint8Array =>
  pieces(client, Array.from({ length: count }, () => [letter("a"), letter("b"), formula()]).flat());

it("Yjs's own formatting stays as it was stored, and nothing tidies it up", () => {
  const opened = new Y.Doc();
  bodyText(opened);
  const origins: unknown[] = [];
  opened.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
  // One of them is enough: Yjs would delete the other, in a change that nobody made.
  Y.applyUpdate(opened, pieces(1, [bold(), bold(), formula()]), "colleague");
  Y.applyUpdate(opened, pieces(2, [letter("a")]), "colleague");
  expect(origins).toEqual(["colleague", "colleague"]);
  expect(opened.store.clients.get(1)?.map(({ deleted }) => deleted)).toEqual([false, false, false]);
});

it("pieces become one as far as that takes no time, and read the same", () => {
  const opened = new Y.Doc();
  Y.applyUpdate(opened, pairs(100, 1));
  expect(piecesOf(opened, 1)).toBe(200);
  Y.applyUpdate(opened, pairs(12_000, 2));
  expect(piecesOf(opened, 2)).toBeGreaterThan(25_000);
  const text = bodyText(opened).toJSON();
  expect(text).toBe("ab".repeat(12_100));
  const again = new Y.Doc();
  Y.applyUpdate(again, Y.encodeStateAsUpdate(opened));
  expect(bodyText(again).toJSON()).toBe(text);
});

it("so do those of what one deletion takes from between others", () => {
  const count = 12_000;
  const contents = [
    new Y.ContentType(new Y.Text()),
    ...Array.from({ length: count }, () => [letter("a"), formula(), letter("x")]).flat(),
  ];
  const opened = new Y.Doc();
  Y.applyUpdate(
    opened,
    pieces(1, contents, (at) => at > 0 && at % 3 !== 0),
  );
  bodyText(opened).delete(0, 1);
  expect(bodyText(opened).toJSON()).toBe("x".repeat(count));
  expect(piecesOf(opened, 1)).toBeGreaterThan(2 * count + 1_000);
});

it("typing goes on in one piece", () => {
  const doc = new Y.Doc();
  for (let i = 0; i < 5_000; i++) bodyText(doc).insert(bodyText(doc).length, "b");
  expect(piecesOf(doc, doc.clientID)).toBe(1);
});
