import { useRef, useSyncExternalStore } from "react";
import type { Awareness } from "y-protocols/awareness";
import { type PresentPerson, people } from "../../session/index.ts";

/** Who is here; a new list only when somebody comes, goes, or goes to another tab, not when a caret moves. */
export function usePresence(awareness: Awareness): readonly PresentPerson[] {
  const last = useRef<readonly PresentPerson[]>([]);
  return useSyncExternalStore(
    (notify) => {
      awareness.on("change", notify);
      return () => awareness.off("change", notify);
    },
    () => {
      const now = people(awareness);
      if (!sameList(last.current, now)) last.current = now;
      return last.current;
    },
  );
}

const sameList = (a: readonly PresentPerson[], b: readonly PresentPerson[]): boolean =>
  a.length === b.length &&
  a.every((person, at) => {
    const other = b[at];
    return (
      other !== undefined &&
      person.id === other.id &&
      person.name === other.name &&
      person.colour === other.colour &&
      person.clientId === other.clientId &&
      person.self === other.self &&
      (person.caret === null) === (other.caret === null)
    );
  });
