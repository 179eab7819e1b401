import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from "react";

/** Between two attempts to fetch code over a bad line. Milliseconds. */
const retryMs = 2_000;

export interface Later<Props> {
  (props: Props): ReactNode;
  /** Fetches the code before it is needed: what a key opens must be there for the next key. */
  prepare(): void;
}

interface Options<Props> {
  /** Stands in its place until then. */
  meanwhile?: (props: Props) => ReactNode;
  /**
   * Where the code cannot be fetched, as without a line: `retry` until it comes, for what a page can do without;
   * `throw` for a page itself, to whatever boundary is around it.
   */
  onFailure?: "retry" | "throw";
  /** `asked`: only by `prepare`, for what nothing on the page waits for. */
  when?: "shown" | "asked";
}

type State<Props> = { part: ComponentType<Props> } | { failure: unknown } | null;

/** A component whose code is fetched when it is first shown: what is not needed to write the first word. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { meanwhile = () => null, onFailure = "retry", when = "shown" }: Options<Props> = {},
): Later<Props> {
  let state: State<Props> = null;
  let loading = false;
  const listeners = new Set<() => void>();
  const become = (next: State<Props>): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const fetch = (): void => {
    if (state || loading) return;
    loading = true;
    load().then(
      (part) => become({ part }),
      (failure: unknown) => {
        loading = false;
        if (onFailure === "throw") become({ failure });
        else setTimeout(() => listeners.size > 0 && fetch(), retryMs);
      },
    );
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  function Later(props: Props) {
    const now = useSyncExternalStore(subscribe, () => state);
    useEffect(() => {
      if (when === "shown") fetch();
    }, []);
    if (!now) return meanwhile(props);
    if ("failure" in now) throw now.failure;
    return <now.part {...props} />;
  }
  return Object.assign(Later, { prepare: fetch });
}
