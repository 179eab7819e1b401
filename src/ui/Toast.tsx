import { useSyncExternalStore } from "react";
import { later } from "./later.tsx";
import { toastsWanted } from "./toastQueue.ts";

const Layer = later(() => import("./ToastLayer.tsx").then(({ ToastLayer }) => ToastLayer));

/** Where toasts are shown, once on the page; its code comes with the first of them. */
export function Toasts() {
  const wanted = useSyncExternalStore(toastsWanted.subscribe, toastsWanted.now);
  return wanted ? <Layer /> : null;
}
