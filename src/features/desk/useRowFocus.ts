import { useEffect, useRef } from "react";
import { isFocusIdle, useCameFrom } from "../../ui/index.ts";

/** An article's line: the path of its link, and what has the keyboard in it; nothing yet for who comes back to it. */
interface Row {
  path: string;
  focused: Element | null;
}

/**
 * Who comes back from an article goes on at its line, and who is on a line stays with it when news moves it. Where
 * the line is not, or no more, the page's `main` has the keyboard; the line gets it back when it comes again before
 * one goes elsewhere. `ready`: the lines are on the page.
 */
export function useRowFocus(ready: boolean): void {
  const from = useCameFrom();
  const row = useRef<Row | null>(from === null ? null : { path: from, focused: null });
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      const focused = target as Element;
      const path = focused.closest("main li")?.querySelector("a")?.getAttribute("href");
      if (path) row.current = { path, focused };
      else if (row.current?.focused || !isFocusIdle()) row.current = null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (!ready || !row.current || row.current.focused?.isConnected || !isFocusIdle()) return;
    const left = row.current;
    const { path, focused } = left;
    row.current = null;
    const link = document.querySelector<HTMLElement>(`main a[href="${CSS.escape(path)}"]`);
    if (link) link.focus({ preventScroll: focused !== null });
    else {
      document.querySelector("main")?.focus({ preventScroll: true });
      if (focused) row.current = left;
    }
  });
}
