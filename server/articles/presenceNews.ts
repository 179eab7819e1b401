import type { DeskEvent } from "../../src/domain/protocol/api.ts";
import type { Rooms } from "../ports.ts";
import { Turns } from "../rooms/turns.ts";

/** Who comes and goes within this time is told of once: a page loaded again is no news. Milliseconds. */
const gatherMs = 250;
/** News of many articles for many desks go out for so long at most before the rest of the server has its turn. */
const usualTurnMs = 4;

/**
 * Tells open desks who is in which article, until the function it returns is called; of one article in each turn of the
 * event loop at least.
 */
export function startPresenceNews(
  rooms: Pick<Rooms, "present" | "onPresence">,
  tell: (event: DeskEvent) => void,
  turnMs = usualTurnMs,
): () => void {
  /** Whom the desks know to be there; an article that nobody is in has no entry. */
  const told = new Map<string, string>();
  const nobody = JSON.stringify({ present: [], presentCount: 0 });
  const changed = new Set<string>();
  const turns = new Turns(turnMs);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const tellOf = (id: string): void => {
    const now = rooms.present(id);
    const text = JSON.stringify(now);
    if (isOver || text === (told.get(id) ?? nobody)) return;
    if (text === nobody) told.delete(id);
    else told.set(id, text);
    tell({ kind: "present", id, ...now });
  };
  const tellChanged = (): void => {
    timer = undefined;
    for (const id of changed) turns.take(() => tellOf(id));
    changed.clear();
  };
  const unsubscribe = rooms.onPresence((id) => {
    changed.add(id);
    timer ??= setTimeout(tellChanged, gatherMs).unref();
  });
  return () => {
    isOver = true;
    unsubscribe();
    clearTimeout(timer);
  };
}
