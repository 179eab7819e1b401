import type { Awareness } from "y-protocols/awareness";

/** How many colours there are to tell people apart; what each looks like is the style sheet's business. */
export const personColours = 12;

const key = "colour";

/** As a page says it: which colour its person has here, and since when (their clock, milliseconds). */
interface ChosenColour {
  of: number;
  since: number;
}

type States = ReadonlyMap<number, { [key: string]: unknown }>;

/** The colour of somebody whose page says nothing (valid) about it; the same in every browser. */
export function usualColour(personId: string): number {
  let hash = 2166136261;
  for (let i = 0; i < personId.length; i++) hash = Math.imul(hash ^ personId.charCodeAt(i), 16777619);
  return (hash >>> 0) % personColours;
}

/** The colour in which a person's caret and mark are drawn, from 0 to `personColours` - 1. */
export function colourIn(state: { [key: string]: unknown }, personId: string): number {
  return chosen(state)?.of ?? usualColour(personId);
}

/**
 * Gives the person of this page a colour that nobody else here has, their usual one if it is free, and says so to
 * the others; another tab of theirs takes the same. Of two who chose one colour at the same moment the later
 * yields. It never changes otherwise while they are here. Returns the end of it.
 */
export function chooseColour(awareness: Awareness): () => void {
  const look = (): void => {
    const own = idIn(awareness.getLocalState());
    if (own === null) return;
    const wanted = colourFor(own, awareness.clientID, awareness.getStates());
    if (wanted !== null) awareness.setLocalStateField(key, { of: wanted, since: Date.now() });
  };
  awareness.on("change", look);
  look();
  return () => awareness.off("change", look);
}

/** The colour that `client` of a person has to take now; null when theirs may stay. */
export function colourFor(personId: string, client: number, states: States): number | null {
  const mine = chosen(states.get(client));
  const taken = new Map<number, { since: number; id: string }>();
  for (const [other, state] of states) {
    const id = idIn(state);
    const colour = chosen(state);
    if (other === client || id === null || !colour) continue;
    if (id === personId) return mine?.of === colour.of || (mine && other > client) ? null : colour.of;
    const known = taken.get(colour.of);
    if (!known || colour.since < known.since) taken.set(colour.of, { since: colour.since, id });
  }
  const rival = mine && taken.get(mine.of);
  const mayStay = !rival || mine.since < rival.since || (mine.since === rival.since && personId < rival.id);
  if (mine && (mayStay || taken.size >= personColours)) return null;
  const usual = usualColour(personId);
  // In steps that lead to a colour of another kind, not to the neighbour's shade.
  for (let i = 0; i < personColours; i++) {
    const colour = (usual + i * 5) % personColours;
    if (!taken.has(colour)) return colour;
  }
  return usual;
}

function chosen(state: { [key: string]: unknown } | undefined): ChosenColour | null {
  const said = state?.[key] as Partial<ChosenColour> | null | undefined;
  if (typeof said !== "object" || said === null) return null;
  const { of, since } = said;
  return typeof of === "number" &&
    Number.isInteger(of) &&
    of >= 0 &&
    of < personColours &&
    typeof since === "number"
    ? { of, since }
    : null;
}

function idIn(state: { [key: string]: unknown } | null): string | null {
  const user = state?.["user"] as { id?: unknown } | null | undefined;
  return typeof user?.id === "string" ? user.id : null;
}
