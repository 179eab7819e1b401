import type { OfflineCopyState } from "./offlineCopy.ts";
import type { NotSavedReason, SessionState } from "./sessionState.ts";

const offlineKeys = {
  kept: "offline",
  writing: "offlineWriting",
  unavailable: "offlineUnkept",
} as const satisfies Record<OfflineCopyState, string>;

type SaveLabel =
  | { key: "saved" | "saving" | "connecting" | `notSaved.${NotSavedReason}`; count?: undefined }
  | { key: (typeof offlineKeys)[OfflineCopyState]; count: number };

/** The key (namespace `session`) and count of the words that say how a page's text is kept. */
export function saveLabel({ save, offlineCopy, person }: SessionState): SaveLabel {
  if (save.kind === "saving") return { key: person === null ? "connecting" : "saving" };
  if (save.kind === "not-saved") return { key: `notSaved.${save.reason}` };
  if (save.kind === "saved") return { key: "saved" };
  return { key: offlineKeys[offlineCopy], count: save.changes };
}
