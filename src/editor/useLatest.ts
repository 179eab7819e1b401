import { useCallback, useLayoutEffect, useRef } from "react";

/** Reads what the last render was given, for handlers that live longer than a render. */
export function useLatest<T>(value: T): () => T {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return useCallback(() => latest.current, []);
}
