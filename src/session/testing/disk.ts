import path from "node:path";
import Database from "better-sqlite3";
import { expect } from "vitest";
import * as Y from "yjs";
import type { ArticleSession } from "../sessionState.ts";

/** What is committed of an article, read by a connection of its own, as after a crash at this very moment. */
export function openDisk(dataDir: string): { article(articleId: string): Y.Doc; close(): void } {
  const sqlite = new Database(path.join(dataDir, "foureyes.db"), { readonly: true });
  const snapshot = sqlite.prepare(
    "select through_seq as seq, bytes from article_snapshot where article_id = ? order by through_seq desc limit 1",
  );
  const updates = sqlite.prepare(
    "select bytes from article_update where article_id = ? and seq > ? order by seq",
  );
  return {
    article(articleId) {
      const doc = new Y.Doc();
      const base = snapshot.get(articleId) as { seq: number; bytes: Buffer } | undefined;
      const rows = updates.all(articleId, base?.seq ?? 0) as { bytes: Buffer }[];
      doc.transact(() => {
        for (const { bytes } of base ? [base, ...rows] : rows) Y.applyUpdate(doc, new Uint8Array(bytes));
      });
      return doc;
    },
    close: () => sqlite.close(),
  };
}

/**
 * Looks at the disk whenever the session says saved, in the very call that says so, and after every change of its
 * document. `looks`: how often; `lies`: what the document held and the disk did not.
 */
export function observeSaved(session: ArticleSession, disk: Pick<ReturnType<typeof openDisk>, "article">) {
  const seen = { looks: 0, lies: [] as string[] };
  const look = (): void => {
    if (session.state.getState().save.kind !== "saved") return;
    seen.looks++;
    const stored = disk.article(session.articleId);
    // Yjs tells of an update only when it changes something: deletions count too.
    stored.on("update", () => {
      seen.lies.push(`beyond the disk: ${JSON.stringify(textsOf(session.doc))}`);
    });
    Y.applyUpdate(stored, Y.encodeStateAsUpdate(session.doc));
  };
  session.state.subscribe(look);
  session.doc.on("update", look);
  return seen;
}

const textsOf = (doc: Y.Doc): string[] =>
  ["headline", "lead", "body"].map((name) => doc.getText(name).toJSON());

export function expectTruth(seen: { looks: number; lies: string[] }, atLeast: number): void {
  expect(seen.lies).toEqual([]);
  expect(seen.looks).toBeGreaterThanOrEqual(atLeast);
}
