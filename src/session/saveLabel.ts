import type { SessionState } from "./sessionState.ts";

/** The key (namespace `session`) and count of the words that say how a page's text is kept. */
export function saveLabel({ save, offlineCopy, person }: SessionState): { key: string; count?: number } {
  switch (save.kind) {
    case "saved":
      return { key: "saved" };
    case "saving":
      return { key: person === null ? "connecting" : "saving" };
    case "offline":
      return { key: offlineCopy === "kept" ? "offline" : "offlineUnkept", count: save.changes };
    case "not-saved":
      return { key: `notSaved-${save.reason}` };
  }
}
