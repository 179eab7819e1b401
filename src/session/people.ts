import type { Awareness } from "y-protocols/awareness";
import { colourIn } from "./personColour.ts";

/** Somebody who has the article open, once however many tabs there are. */
export interface PresentPerson {
  /** The tab with a caret, if any. */
  clientId: number;
  id: string;
  name: string;
  /** Theirs alone among those who are here, as long as there are colours: 0 to `personColours` - 1. */
  colour: number;
  /** The person of this page, in whatever tab. */
  self: boolean;
  /** As the binding wrote it; null while the focus is in no text. */
  caret: unknown;
}

/** Who is here, the person of this page first, then by name. Names are those that the server wrote. */
export function people(awareness: Awareness): PresentPerson[] {
  const found = new Map<string, PresentPerson>();
  const own = serverWrittenUser(awareness.getLocalState())?.id;
  const clients = [...awareness.getStates()].sort(([a], [b]) => a - b);
  for (const [clientId, state] of clients) {
    const user = serverWrittenUser(state);
    if (!user) continue;
    const caret: unknown = state["caret"] ?? null;
    const earlier = found.get(user.id);
    const better = !earlier || clientId === awareness.clientID || (caret !== null && earlier.caret === null);
    if (better && earlier?.clientId !== awareness.clientID)
      found.set(user.id, {
        clientId,
        ...user,
        colour: colourIn(state, user.id),
        self: user.id === own,
        caret,
      });
  }
  return [...found.values()].sort(
    (a, b) => Number(b.self) - Number(a.self) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
  );
}

function serverWrittenUser(state: { [key: string]: unknown } | null): { id: string; name: string } | null {
  const user = state?.["user"] as { id?: unknown; name?: unknown } | null | undefined;
  return typeof user?.id === "string" && typeof user.name === "string"
    ? { id: user.id, name: user.name }
    : null;
}
