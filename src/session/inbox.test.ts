import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { afterDrawing } from "./afterDrawing.ts";
import { type Inbox, openInbox } from "./inbox.ts";
import { drawnPage } from "./testing/drawnPage.ts";

const server = { name: "server" };
let page: { visibilityState: string } & EventTarget;
let doc: Y.Doc;
let awareness: Awareness;
let inbox: Inbox;
let colleague: Y.Doc;
let transactions: { origin: unknown; local: boolean }[];

beforeEach(() => {
  vi.useFakeTimers();
  drawnPage();
  page = document;
  doc = new Y.Doc();
  awareness = new Awareness(doc);
  transactions = [];
  doc.on("update", (_update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) =>
    transactions.push({ origin, local }),
  );
  inbox = openInbox(doc, awareness, server);
  colleague = new Y.Doc();
  colleague.on("update", (update: Uint8Array) => inbox.update(() => Y.applyUpdate(doc, update, server)));
});

afterEach(() => {
  inbox.close();
  awareness.destroy();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const type = (letters: string): void => {
  for (const letter of letters) colleague.getText("t").insert(colleague.getText("t").length, letter);
};
const shown = (): string => doc.getText("t").toJSON();
it("brings a lone key in at once, and what follows closely in one remote transaction of the server", () => {
  type("R");
  expect(shown()).toBe("R");
  type("iver");
  expect(shown()).toBe("R");
  vi.advanceTimersByTime(1_000);
  expect(shown()).toBe("River");
  expect(transactions).toEqual([
    { origin: server, local: false },
    { origin: server, local: false },
  ]);
  type("s");
  expect(shown()).toBe("Rivers");
});

it("lets editors hear where the caret is before words come in", () => {
  const heard: string[] = [];
  page.addEventListener("selectionchange", () => heard.push(shown()));
  type("R");
  type("iver");
  vi.advanceTimersByTime(50);
  expect(heard).toEqual(["", "R"]);
});

it("takes more together where many write, and less again afterwards", () => {
  type("R");
  type("iver");
  vi.advanceTimersByTime(50);
  expect(shown()).toBe("River");
  type("s");
  vi.advanceTimersByTime(99);
  expect(shown()).toBe("River");
  vi.advanceTimersByTime(1);
  expect(shown()).toBe("Rivers");
  type("!");
  vi.advanceTimersByTime(50);
  expect(shown()).toBe("Rivers!");
});

it("brings a crowd's words in right after the frame of one's own key, and without one soon enough", async () => {
  const writeAndDraw = (): Promise<void> => {
    doc.getText("own").insert(0, "x");
    expect(shown()).toBe("River");
    return new Promise<void>((resolve) => afterDrawing(resolve)).then(() => void vi.advanceTimersByTime(0));
  };
  type("R");
  type("iver");
  vi.advanceTimersByTime(50);
  await writeAndDraw();
  type("side");
  vi.advanceTimersByTime(69);
  await writeAndDraw();
  expect(shown()).toBe("River");
  vi.advanceTimersByTime(1);
  await writeAndDraw();
  expect(shown()).toBe("Riverside");
  type("!");
  vi.advanceTimersByTime(199);
  expect(shown()).toBe("Riverside");
  vi.advanceTimersByTime(1);
  expect(shown()).toBe("Riverside!");
});

it("lets nothing wait in a hidden page", () => {
  type("Ri");
  page.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  expect(shown()).toBe("Ri");
  type("ver");
  expect(shown()).toBe("River");
});

it("brings a caret in after the words it stands in", () => {
  const theirs = new Awareness(colleague);
  const seen: string[] = [];
  awareness.on("change", () => seen.push(shown()));
  type("River");
  theirs.setLocalState({ caret: 5 });
  inbox.awareness(encodeAwarenessUpdate(theirs, [colleague.clientID]));
  inbox.flush();
  expect(seen).toEqual(["River"]);
  theirs.destroy();
});

it("brings in at the end what still waits, and then all as it comes", () => {
  type("Ri");
  expect(shown()).toBe("R");
  inbox.close();
  expect(shown()).toBe("Ri");
  type("ver");
  expect(shown()).toBe("River");
});
