import { useSyncExternalStore } from "react";

/** Made at the first look: where there is no window, nobody looks. */
const query = (): MediaQueryList => matchMedia("(hover: none)");

const subscribe = (notify: () => void): (() => void) => {
  const list = query();
  list.addEventListener("change", notify);
  return () => list.removeEventListener("change", notify);
};

/** Whether the main pointer is a finger: what shows only under a pointer would never show. */
export const useTouch = (): boolean => useSyncExternalStore(subscribe, () => query().matches);
