import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { useLocation } from "react-router";
import { arriveAt } from "./toastQueue.ts";

/** From which path to which; `from` is null on the page that the browser loaded. */
interface Way {
  from: string | null;
  to: string;
}

const LastWay = createContext<Way>({ from: null, to: "" });

/** Stands around all pages and outlives them: knows which one the page on the screen was come to from. */
export function Arrivals({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const [way, setWay] = useState<Way>({ from: null, to: pathname });
  if (way.to !== pathname) setWay({ from: way.to, to: pathname });
  useEffect(() => arriveAt(pathname), [pathname]);
  return <LastWay value={way}>{children}</LastWay>;
}

/** The path of the page before this one; null on the one that the browser loaded. */
export const useCameFrom = (): string | null => useContext(LastWay).from;

/**
 * For a page's `main`: who comes from another page reads this one from its beginning, unless the keyboard is in it
 * already or in a field. A loaded page moves nothing: the browser reads it by itself.
 */
export function useFocusOnArrival(): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const way = useContext(LastWay);
  useEffect(() => {
    const at = document.activeElement;
    if (way.from === null || main.current?.contains(at) || at?.matches(field)) return;
    main.current?.focus({ preventScroll: true });
  }, [way]);
  return main;
}

const field = "input, textarea, select, [contenteditable=true]";

/** Whether the keyboard is where nobody put it: on nothing, or on a page's `main`. */
export const isFocusIdle = (): boolean => document.activeElement?.matches("body, main") ?? true;
