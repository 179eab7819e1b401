import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from "react";

/** Between two attempts to fetch code over a bad line. Milliseconds. */
const retryMs = 2_000;

export interface Later<Props> {
  (props: Props): ReactNode;
  /** Fetches the code before it is needed: what a key opens must be there for the next key. */
  prepare(): void;
}

/**
 * A component whose code is fetched when it is first shown, `meanwhile` standing in its place: what is not needed to
 * write the first word. Where the code cannot be fetched, as without a line, it is tried again until it comes.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: (props: Props) => ReactNode = () => null,
): Later<Props> {
  let Part: ComponentType<Props> | null = null;
  let loading = false;
  const listeners = new Set<() => void>();
  const fetch = (): void => {
    if (Part || loading) return;
    loading = true;
    load().then(
      (part) => {
        Part = part;
        for (const listener of listeners) listener();
      },
      () => {
        loading = false;
        setTimeout(() => listeners.size > 0 && fetch(), retryMs);
      },
    );
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  function Later(props: Props) {
    const Now = useSyncExternalStore(subscribe, () => Part);
    useEffect(fetch, []);
    return Now ? <Now {...props} /> : meanwhile(props);
  }
  return Object.assign(Later, { prepare: fetch });
}
