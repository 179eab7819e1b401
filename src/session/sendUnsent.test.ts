import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fieldText } from "../domain/article/document.ts";
import { forgetOfflineCopies } from "./forgetCopies.ts";
import { openArticle } from "./openArticle.ts";
import { notePageOpen } from "./openPages.ts";
import { sendUnsent, type UnsentWords } from "./sendUnsent.ts";
import { platform, when, whenSaved } from "./testing/browser.ts";
import { type FrameServer, startFrameServer } from "./testing/frameServer.ts";
import { unsentChanges } from "./unsentCount.ts";

let at: FrameServer;
/** A session that closes with words unsent waits for them a moment. */
const patient = { timeout: 10_000 };
const ends: (() => void)[] = [];

beforeEach(async () => {
  at = await startFrameServer();
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await at.stop();
  await forgetOfflineCopies("anna");
  await forgetOfflineCopies("ben");
  localStorage.clear();
});

/** Somebody writes without a line, and closes the article. */
async function writeOffline(articleId: string, text: string, personId = "anna"): Promise<void> {
  at.door = null;
  const session = openArticle({ articleId, personId, serverUrl: at.url, platform: platform() });
  await whenSaved(session);
  at.door = 1013;
  at.terminateAll();
  await when(session, ({ save }) => save.kind === "offline");
  fieldText(session.doc, "headline").insert(0, text);
  await session.destroy();
  at.addresses.length = 0;
}

/** What is told, the newest last. */
function send(personId = "anna"): (readonly UnsentWords[])[] {
  const told: (readonly UnsentWords[])[] = [];
  const options = { personId, serverUrl: at.url, platform: platform() };
  ends.push(sendUnsent({ ...options, onChange: (unsent) => told.push(unsent) }));
  return told;
}

const headline = (): string => fieldText(at.doc, "headline").toJSON();

describe("[P5] words of earlier pages", () => {
  it("are sent once the line is there, without their page; nothing is told of them then", async () => {
    await writeOffline("flood", "River");
    const told = send();
    await vi.waitUntil(() => told.at(-1)?.[0]?.state === "offline");
    expect(told.at(-1)).toEqual([{ articleId: "flood", headline: "River", state: "offline", reason: null }]);
    at.door = null;
    await vi.waitUntil(() => told.at(-1)?.length === 0);
    expect(headline()).toBe("River");
    expect(unsentChanges("anna")).toEqual([]);
    await vi.waitUntil(() => at.connections() === 0);
  });

  it("go article by article, each over a line of its own", async () => {
    await writeOffline("flood", "River");
    await writeOffline("fire", "Smoke");
    at.door = null;
    const told = send();
    await vi.waitUntil(() => told.at(-1)?.length === 0);
    expect(headline()).toContain("River");
    expect(headline()).toContain("Smoke");
    for (const article of ["flood", "fire"])
      expect(at.addresses.filter((address) => address.includes(article))).toHaveLength(1);
  });

  it("that are refused stay, with the reason, and the next article goes", async () => {
    await writeOffline("flood", "River");
    at.door = null;
    at.answer = { refuse: "read-only" };
    const told = send();
    await vi.waitUntil(() => told.at(-1)?.[0]?.state === "kept");
    expect(told.at(-1)).toEqual([
      { articleId: "flood", headline: "River", state: "kept", reason: "refusal.read-only" },
    ]);
    expect(headline()).toBe("");
    at.answer = "ack";
    await vi.waitUntil(() => at.connections() === 0, patient);
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 1 }]);
    // Its page takes them over; what that leaves is tried again.
    const noteClosed = notePageOpen("anna", "flood");
    await vi.waitUntil(() => told.at(-1)?.length === 0);
    expect(headline()).toBe("");
    noteClosed();
    await vi.waitUntil(() => headline() === "River", patient);
    await vi.waitUntil(() => told.at(-1)?.length === 0, patient);
  });

  it("of an article that is deleted stay, for its page to give them back", async () => {
    await writeOffline("flood", "River");
    Object.assign(at, { door: 4404, doorReason: "deleted" });
    const told = send();
    await vi.waitUntil(() => told.at(-1)?.[0]?.state === "kept");
    expect(told.at(-1)?.[0]?.reason).toBe("refusal.deleted");
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 1 }]);
  });

  it("are left to a page that has the article open", async () => {
    await writeOffline("flood", "River");
    await writeOffline("fire", "Smoke");
    at.door = null;
    ends.push(notePageOpen("anna", "flood"));
    const told = send();
    await vi.waitUntil(() => told.at(-1)?.length === 0);
    expect(headline()).toBe("Smoke");
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 1 }]);
  });

  it("of another person are not touched, nor sent under the name of who is signed in", async () => {
    await writeOffline("flood", "Anna's");
    at.door = null;
    at.hello = { ...at.hello, person: { id: "ben", name: "Ben" } };
    await writeOffline("fire", "Ben's", "ben");
    at.door = null;
    const told = send("ben");
    await vi.waitUntil(() => told.at(-1)?.length === 0);
    expect(headline()).toBe("Ben's");
    // Who asks as Anna while Ben is signed in gets no further.
    const hers = send("anna");
    await vi.waitUntil(() => hers.at(-1)?.[0]?.reason === "notSaved.other-person");
    expect(headline()).toBe("Ben's");
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 1 }]);
  });

  it("are still asked about at a sign-out while they go", async () => {
    await writeOffline("flood", "River");
    at.door = null;
    at.answer = "wait";
    send();
    await vi.waitUntil(() => headline() === "River");
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 1 }]);
    at.ack();
    await vi.waitUntil(() => unsentChanges("anna").length === 0);
  });

  it("are counted once, also when a page opens their article while this waits for the line", async () => {
    await writeOffline("flood", "River");
    const told = send();
    await vi.waitUntil(() => told.at(-1)?.[0]?.state === "offline");
    const noteClosed = notePageOpen("anna", "flood");
    const page = openArticle({
      articleId: "flood",
      personId: "anna",
      serverUrl: at.url,
      platform: platform(),
    });
    await when(page, ({ save }) => save.kind === "offline" && save.changes === 1);
    await vi.waitUntil(() => told.at(-1)?.length === 0);
    expect(unsentChanges("anna")).toEqual([{ articleId: "flood", changes: 1 }]);
    at.door = null;
    await whenSaved(page);
    await page.destroy();
    noteClosed();
    expect(unsentChanges("anna")).toEqual([]);
    expect(told.at(-1)).toEqual([]);
  });
});
