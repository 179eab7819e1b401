import { afterEach, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { storedKeys } from "./browserStorage.ts";
import { copyName } from "./copyNames.ts";
import { finishForgetting, forgetOfflineCopies } from "./forgetCopies.ts";
import { openOfflineCopy } from "./offlineCopy.ts";
import "./testing/browser.ts";
import { openUnsentCount, unsentChanges } from "./unsentCount.ts";

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const { name = "" } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  localStorage.clear();
});

/** Resolves with what ends it. */
async function copyOf(personId: string, articleId: string): Promise<() => Promise<void>> {
  const doc = new Y.Doc();
  const copy = await openOfflineCopy(personId, articleId, doc, () => {});
  doc.getText("body").insert(0, "confidential");
  return async () => copy?.close();
}
const due = (): boolean => storedKeys("foureyes:forget:").length > 0;
const names = async (): Promise<string[]> =>
  (await indexedDB.databases()).map(({ name = "" }) => name).filter((name) => name.includes(":"));

it("deletes one person's copies and counts, and nobody else's", async () => {
  for (const [person, article] of [
    ["anna", "flood"],
    ["anna", "fire"],
    ["annabel", "flood"],
  ] as const)
    await (await copyOf(person, article))();
  const count = openUnsentCount("anna", "flood", true);
  count.set(3);
  expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 3 }]);
  expect(await forgetOfflineCopies("anna")).toBe(true);
  expect(await names()).toEqual([copyName("annabel", "flood")]);
  // A page that is about to go writes its count once more.
  count.set(4);
  count.close();
  expect(unsentChanges("anna")).toEqual([]);
  expect(storedKeys("")).toEqual([`foureyes:kept:${copyName("annabel", "flood")}`]);
});

it("deletes also where the browser does not list its databases", async () => {
  await (await copyOf("anna", "flood"))();
  const list = () => names();
  const listing = indexedDB.databases;
  Object.assign(indexedDB, { databases: undefined });
  expect(await forgetOfflineCopies("anna")).toBe(true);
  Object.assign(indexedDB, { databases: listing });
  expect(await list()).toEqual([]);
});

it("closes a copy that is open, in this tab or another", async () => {
  const close = await copyOf("anna", "flood");
  expect(await forgetOfflineCopies("anna")).toBe(true);
  expect(await names()).toEqual([]);
  await close();
});

it("finishes later what another tab held, unless that person is back", async () => {
  await (await copyOf("anna", "flood"))();
  const opened = indexedDB.open(copyName("anna", "flood"));
  const held = await new Promise<IDBDatabase>((resolve) => {
    opened.addEventListener("success", () => resolve(opened.result));
  });
  expect(await forgetOfflineCopies("anna")).toBe(false);
  expect(due()).toBe(true);
  held.close();
  await vi.waitUntil(async () => (await names()).length === 0);
  await finishForgetting(null);
  expect(due()).toBe(false);

  await (await copyOf("anna", "flood"))();
  localStorage.setItem("foureyes:forget:anna", "1");
  await finishForgetting("anna");
  expect(await names()).toEqual([copyName("anna", "flood")]);
  expect(due()).toBe(false);
});

it("counts once what a later page took over from one that still lives", () => {
  const first = openUnsentCount("anna", "flood", true);
  first.set(2);
  first.flush();
  const second = openUnsentCount("anna", "flood", true);
  expect(second.inherited).toBe(2);
  expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 2 }]);
  first.set(3);
  first.close();
  second.close();
});
