import { useSyncExternalStore } from "react";

/** Something for those who hear the page. */
interface Announcement {
  id: number;
  text: string;
  urgent: boolean;
}

/** Longer than any screen reader takes to notice it; then nobody finds it by reading through the page. */
const keptMs = 10_000;

let said: readonly Announcement[] = [];
let next = 0;
const listeners = new Set<() => void>();

function set(announcements: readonly Announcement[]): void {
  said = announcements;
  for (const listener of listeners) listener();
}

/**
 * Has a screen reader say something; the same words twice are said twice. `urgent` interrupts: only for what may
 * cost somebody their work. Nothing is seen of it.
 */
export function announce(text: string, { urgent = false }: { urgent?: boolean } = {}): void {
  const id = next++;
  set([...said, { id, text, urgent }]);
  setTimeout(() => set(said.filter((announcement) => announcement.id !== id)), keptMs);
}

export const useAnnouncements = (): readonly Announcement[] =>
  useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => said,
  );
