import type { Session } from "../domain/protocol/api.ts";
import { storedKeys, withStorage } from "./browserStorage.ts";
import { copyName, keptKey, noteCopyErased, triedName } from "./copyNames.ts";
import { dueKey, signedOutKey } from "./signOut.ts";
import { forgetUnsent } from "./unsentCount.ts";

/**
 * How offline copies are deleted. It knows nothing of what is in them, so that every page can delete them without loading
 * what an article needs.
 */

/** How long a deletion waits for other tabs to close their copy. It goes on by itself afterwards. Milliseconds. */
const patienceMs = 3_000;
/** People whose copies are to be deleted and were not all yet. */
const forgetKey = "foureyes:forget:";

/** Tells the other tabs of this browser that its person signed out. */
export const noteSignedOut = (): void =>
  void withStorage((storage) => storage.setItem(signedOutKey, String(Math.random())));

/** The server did not answer: it is told before anything else is asked. */
export const noteSignOutDue = (): void => void withStorage((storage) => storage.setItem(dueKey, "1"));

/** By what the server says of this browser's session; also finishes what an earlier page could not delete. */
export async function forgetEnded({ person, ended }: Session): Promise<void> {
  if (ended) await forgetOfflineCopies(ended.personId);
  await finishForgetting(person?.id ?? null);
}

/**
 * Deletes all copies that this browser keeps for a person, and what it counted of them. Ask about unsent words first
 * (`unsentChanges`). False when another tab still holds one: `finishForgetting` tries again.
 */
export async function forgetOfflineCopies(personId: string): Promise<boolean> {
  withStorage((storage) => storage.setItem(forgetKey + personId, "1"));
  forgetUnsent(personId);
  const names = await copiesOf(personId);
  const erased = await Promise.all([...names, triedName].map(erase));
  const all = erased.every(Boolean);
  if (all) withStorage((storage) => storage.removeItem(forgetKey + personId));
  return all;
}

/** Deletes what an earlier page could not. The copies of who is signed in again are theirs to keep. */
export async function finishForgetting(signedIn: string | null): Promise<void> {
  const due = storedKeys(forgetKey).map((key) => key.slice(forgetKey.length));
  if (signedIn !== null) withStorage((storage) => storage.removeItem(forgetKey + signedIn));
  await Promise.all(due.filter((personId) => personId !== signedIn).map(forgetOfflineCopies));
}

async function copiesOf(personId: string): Promise<string[]> {
  const noted = storedKeys(keptKey).map((key) => key.slice(keptKey.length));
  const listed =
    typeof indexedDB !== "undefined" && typeof indexedDB.databases === "function"
      ? await indexedDB.databases().catch(() => [])
      : [];
  const names = new Set([...noted, ...listed.map(({ name }) => name ?? "")]);
  return [...names].filter((name) => name.startsWith(copyName(personId, "")));
}

async function erase(name: string): Promise<boolean> {
  if (typeof indexedDB === "undefined") return true;
  const erased = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), patienceMs);
    const answer = (gone: boolean) => (): void => {
      clearTimeout(timer);
      resolve(gone);
    };
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener("success", answer(true));
    request.addEventListener("error", answer(false));
  });
  if (erased) noteCopyErased(name);
  return erased;
}
