import type { DeskEvent } from "../../src/domain/protocol/api.ts";
import type { Rooms } from "../ports.ts";

/** Who comes and goes within this time is told of once: a page loaded again is no news. Milliseconds. */
const gatherMs = 250;

/** Tells open desks who is in which article, until the function it returns is called. */
export function startPresenceNews(
  rooms: Pick<Rooms, "present" | "onPresence">,
  tell: (event: DeskEvent) => void,
): () => void {
  /** Whom the desks know to be there; an article that nobody is in has no entry. */
  const told = new Map<string, string>();
  const nobody = JSON.stringify({ present: [], presentCount: 0 });
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tellChanged = (): void => {
    timer = undefined;
    for (const id of changed) {
      const now = rooms.present(id);
      const text = JSON.stringify(now);
      if (text === (told.get(id) ?? nobody)) continue;
      if (text === nobody) told.delete(id);
      else told.set(id, text);
      tell({ kind: "present", id, ...now });
    }
    changed.clear();
  };
  const unsubscribe = rooms.onPresence((id) => {
    changed.add(id);
    timer ??= setTimeout(tellChanged, gatherMs).unref();
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
