import { useLayoutEffect } from "react";

/** Where this page's own masthead stands, the one that the server put into the HTML goes (firstPaint.css). */
export const useFirstPaint = (): void =>
  useLayoutEffect(() => document.getElementById("first")?.remove(), []);
