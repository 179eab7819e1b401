import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as Y from "yjs";

const program = fileURLToPath(new URL("./readDisk.mjs", import.meta.url));
const maxOutputBytes = 256 * 1024 * 1024;

/** The article as a process of its own finds it in the files, without the server's help. */
export async function readDisk(dataDir: string, articleId: string): Promise<Y.Doc> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, dataDir, articleId], {
    maxBuffer: maxOutputBytes,
  });
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const line of stdout.split("\n"))
      if (line !== "") Y.applyUpdate(doc, new Uint8Array(Buffer.from(line, "base64")));
  });
  return doc;
}

/** Whether a document has everything of an update, deletions included. */
export function holds(doc: Y.Doc, update: Uint8Array): boolean {
  let news = false;
  const note = (): void => {
    news = true;
  };
  doc.on("update", note);
  Y.applyUpdate(doc, update);
  doc.off("update", note);
  return !news && doc.store.pendingStructs === null && doc.store.pendingDs === null;
}
