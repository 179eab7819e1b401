import { useEffect, useState } from "react";
import type { ArticleSession } from "../../session/index.ts";
import { exportPath, readExport } from "./articleApi.ts";

export type ExportPreview =
  | { kind: "loading" }
  /** `hash`: SHA-256 in hexadecimal; null where the browser computes none (plain http beyond this machine). */
  | { kind: "ready"; hash: string | null; stale: boolean }
  | { kind: "failed"; error: unknown };

/** Makes the export once `ready`, and notices when the article changes afterwards. `again` makes it anew. */
export function useExportPreview(
  session: ArticleSession,
  ready: boolean,
): { preview: ExportPreview; round: number; again: () => void } {
  const [preview, setPreview] = useState<ExportPreview>({ kind: "loading" });
  const [round, setRound] = useState(0);
  const [madeRound, setMadeRound] = useState(-1);
  const made = madeRound === round;

  useEffect(() => {
    if (!ready || made) return undefined;
    const abort = new AbortController();
    readExport(exportPath(session.articleId, "html", "inline"), abort.signal)
      .then(async (bytes) => {
        const hash = await sha256(bytes);
        if (abort.signal.aborted) return;
        setPreview({ kind: "ready", hash, stale: false });
        setMadeRound(round);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setPreview({ kind: "failed", error });
      });
    return () => abort.abort();
  }, [session.articleId, ready, made, round]);

  useEffect(() => {
    if (!made) return undefined;
    const changed = (): void =>
      setPreview((shown) => (shown.kind === "ready" ? { ...shown, stale: true } : shown));
    session.doc.on("update", changed);
    return () => session.doc.off("update", changed);
  }, [session.doc, made]);

  const again = (): void => {
    setPreview({ kind: "loading" });
    setRound((before) => before + 1);
  };
  return { preview, round, again };
}

async function sha256(bytes: ArrayBuffer): Promise<string | null> {
  if (!globalThis.isSecureContext) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
