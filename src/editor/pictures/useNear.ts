import { useEffect, useState } from "react";
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

/** Whether an element ever was near the window; true from the start with `now`, and from a print on with `printed`. */
export function useNear(element: Element, { now, printed }: { now: boolean; printed: boolean }): boolean {
  const [near, setNear] = useState(now);
  if (now && !near) setNear(true);
  useEffect(() => {
    if (near) return undefined;
    heard.set(element, () => setNear(true));
    observed().observe(element);
    const onPrint = (): void => flushSync(() => setNear(true));
    if (printed) addEventListener("beforeprint", onPrint);
    return () => {
      observed().unobserve(element);
      removeEventListener("beforeprint", onPrint);
    };
  }, [near, element, printed]);
  return near;
}
