import type { SessionState } from "./sessionState.ts";

/** The key (namespace `session`) and count of the words that say how a page's text is kept. */
export function saveLabel({ save, offlineCopy, person }: SessionState): { key: string; count?: number } {
  if (save.kind === "saving") return { key: person === null ? "connecting" : "saving" };
  if (save.kind === "not-saved") return { key: `notSaved-${save.reason}` };
  if (save.kind === "saved") return { key: "saved" };
  return { key: offlineCopy === "kept" ? "offline" : "offlineUnkept", count: save.changes };
}
