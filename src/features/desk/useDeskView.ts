import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import type { DeskView } from "./deskApi.ts";

const settleMs = 250;

/** What the address says, so that it can be bookmarked and Back returns to it; `typed` runs a moment ahead of it. */
export function useDeskView(): { view: DeskView; typed: string; type(search: string): void } {
  const [params, setParams] = useSearchParams();
  const search = params.get("search") ?? "";
  const trash = params.get("trash") === "1";
  const [typed, setTyped] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // Another address (Back, a link) brings its own words.
  const [shown, setShown] = useState(search);
  if (shown !== search) {
    setShown(search);
    if (typed.trim() !== search) setTyped(search);
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  const type = useCallback(
    (next: string) => {
      setTyped(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        setParams(
          (before) => {
            const after = new URLSearchParams(before);
            if (next.trim()) after.set("search", next.trim());
            else after.delete("search");
            return after;
          },
          { replace: true, preventScrollReset: true },
        );
      }, settleMs);
    },
    [setParams],
  );

  return { view: { search, trash }, typed, type };
}
