import { withStorage } from "./browserStorage.ts";

/** What a browser remembers of signing out, so that other tabs, and a page without a line, come to the same end. */

/** Another value after each sign-out: other tabs hear of a change. */
export const signedOutKey = "foureyes:signed-out";
/** Set while the server has not heard of it. */
export const dueKey = "foureyes:sign-out-due";

let leaving = false;

/** From now on this page goes without asking about words that are not kept: they were given up. Or stays after all. */
export const leaveWithoutAsking = (leave = true): void => {
  leaving = leave;
};
export const leavesWithoutAsking = (): boolean => leaving;

/**
 * Calls `onSignedOut` when another tab signs out, and when a page that the browser kept in memory is shown again after
 * somebody signed out.
 */
export function watchSignOut(onSignedOut: () => void): void {
  const last = (): string | null => withStorage((storage) => storage.getItem(signedOutKey));
  const known = last();
  const tell = (value: string | null): void => {
    if (value !== null && value !== known) onSignedOut();
  };
  addEventListener("storage", ({ key, newValue }) => key === signedOutKey && tell(newValue));
  addEventListener("pageshow", ({ persisted }) => persisted && tell(last()));
}

/** True while the server has not heard that somebody signed out here. */
export const isSignOutDue = (): boolean => withStorage((storage) => storage.getItem(dueKey)) === "1";

/**
 * Where the page asks who is signed in. A sign-out that the server has not heard of is told first, by `signOut`; rejects
 * with it. What the browser fetched ahead of that does not count.
 */
export async function sessionPath(signOut: () => Promise<unknown>): Promise<string> {
  if (!isSignOutDue()) return "/api/session";
  await signOut();
  withStorage((storage) => storage.removeItem(dueKey));
  return "/api/session?anew";
}
