import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Person } from "../domain/protocol/api.ts";
import { watchPages } from "../session/openPages.ts";
import type { UnsentWords } from "../session/sendUnsent.ts";
import { unsentChanges, watchUnsentOfOtherTabs } from "../session/unsentCount.ts";
import { whenLoadedAndIdle } from "../ui/index.ts";

const words = createStore<readonly UnsentWords[]>(() => []);

/** What is unsent in this browser of the person for whom a page sends it, beside what pages have open. */
export const useUnsentWords = (): readonly UnsentWords[] => useStore(words);

/** While the page shows, sends what earlier pages left unsent. Its code comes only where there is something to send. */
export function useSendUnsent({ id }: Person): void {
  useEffect(() => {
    let over = false;
    let asked = false;
    let stop = (): void => {};
    const look = (): void => {
      if (asked || over || unsentChanges(id).length === 0) return;
      asked = true;
      import("../session/sendUnsent.ts").then(
        ({ sendUnsent }) => {
          if (!over) stop = sendUnsent({ personId: id, onChange: (all) => words.setState(all, true) });
        },
        () => {
          asked = false;
        },
      );
    };
    whenLoadedAndIdle(look);
    const ends = [watchPages(look), watchUnsentOfOtherTabs(id, look)];
    addEventListener("online", look);
    return () => {
      over = true;
      stop();
      words.setState([], true);
      for (const end of ends) end();
      removeEventListener("online", look);
    };
  }, [id]);
}
