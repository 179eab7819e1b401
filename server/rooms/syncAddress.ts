import findMyWay from "find-my-way";
import { versionParameter } from "../../src/domain/protocol/sync.ts";

/** What the address of a socket names. */
export interface SyncAddress {
  articleId: string;
  /** What the page says of its document version; null when it says nothing. */
  version: string | null;
}

const maxIdLength = 100;
const router = findMyWay({ maxParamLength: maxIdLength });
router.on("GET", "/sync/:articleId", () => {});

/**
 * Reads `/sync/<articleId>` with the router that HTTP requests go through, so that both understand every spelling of
 * an address alike. Null for any other address.
 */
export function syncAddress(url: string | undefined): SyncAddress | null {
  const found = router.find("GET", url ?? "");
  const articleId = found?.params["articleId"];
  if (!articleId) return null;
  const version: unknown = found?.searchParams[versionParameter];
  return { articleId, version: typeof version === "string" ? version : null };
}
