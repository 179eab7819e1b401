import "fake-indexeddb/auto";
import { WebSocket } from "ws";
import type { SocketClass } from "../frames.ts";
import type { ArticleSession, SessionState } from "../sessionState.ts";

/** What Node lacks of a browser: an IndexedDB and a localStorage, both in memory. */
const kept = new Map<string, string>();
globalThis.localStorage ??= {
  get length() {
    return kept.size;
  },
  key: (i) => [...kept.keys()][i] ?? null,
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
  clear: () => kept.clear(),
};

/** Sends these headers (a session cookie) with every request and upgrade, as a browser does by itself. */
export function platform(headers: Record<string, string> = {}): {
  WebSocket: SocketClass;
  fetch: typeof fetch;
} {
  class SignedIn extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers });
    }
  }
  return {
    WebSocket: SignedIn as unknown as SocketClass,
    fetch: (input, init) => {
      const all = new Headers(init?.headers);
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      return fetch(input, { ...init, headers: all });
    },
  };
}

/** Resolves as soon as the state is as asked. */
export function when(
  session: ArticleSession,
  asked: (state: SessionState) => boolean,
): Promise<SessionState> {
  return new Promise((resolve) => {
    const look = (state: SessionState): void => {
      if (!asked(state)) return;
      stop();
      resolve(state);
    };
    const stop = session.state.subscribe(look);
    look(session.state.getState());
  });
}

export const whenSaved = (session: ArticleSession): Promise<SessionState> =>
  when(session, ({ save }) => save.kind === "saved");
