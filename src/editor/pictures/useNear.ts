import { useEffect } from "react";
import { flushSync } from "react-dom";

/** How far from the window something is still near it, above and below. */
const marginPx = 1_500;

const heard = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

function observed(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) heard.get(target)?.();
    },
    { rootMargin: `${marginPx}px 0px` },
  );
  return observer;
}

/** Calls back once an element comes near the window; before a print, too, with `printed`. */
export function useNear(element: Element, printed: boolean, onNear: () => void): void {
  useEffect(() => {
    heard.set(element, onNear);
    observed().observe(element);
    const onPrint = (): void => flushSync(onNear);
    if (printed) addEventListener("beforeprint", onPrint);
    return () => {
      observed().unobserve(element);
      removeEventListener("beforeprint", onPrint);
    };
  }, [element, printed, onNear]);
}
