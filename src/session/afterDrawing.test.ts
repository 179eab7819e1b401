import "fake-indexeddb/auto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import * as Y from "yjs";
import { gatedSocket, type SocketClass } from "./frames.ts";
import { type OfflineCopy, openOfflineCopy } from "./offlineCopy.ts";
import { drawnPage } from "./testing/drawnPage.ts";

let page: EventTarget;
let afterDrawing: (work: () => void) => void;

beforeEach(async () => {
  page = drawnPage();
  // Of its own page.
  vi.resetModules();
  ({ afterDrawing } = await import("./afterDrawing.ts"));
});
afterEach(() => vi.unstubAllGlobals());

describe("work for after the drawing", () => {
  it("waits for the end of what is running, and keeps its order", async () => {
    const done: string[] = [];
    afterDrawing(() => done.push("first"));
    afterDrawing(() => done.push("second"));
    await Promise.resolve();
    expect(done).toEqual([]);
    await vi.waitUntil(() => done.length > 0);
    expect(done).toEqual(["first", "second"]);
    afterDrawing(() => done.push("third"));
    await vi.waitUntil(() => done.length === 3);
  });

  it("is done when the page is left", () => {
    const done: string[] = [];
    afterDrawing(() => done.push("first"));
    page.dispatchEvent(new Event("pagehide"));
    expect(done).toEqual(["first"]);
  });

  it("goes on after work that failed, which is reported", async () => {
    const reported: unknown[] = [];
    vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
    const done: string[] = [];
    afterDrawing(() => {
      throw new Error("no");
    });
    afterDrawing(() => done.push("second"));
    await vi.waitUntil(() => done.length > 0);
    expect(reported).toEqual([new Error("no")]);
  });

  it("is done at once where nothing is drawn", () => {
    vi.unstubAllGlobals();
    const done: string[] = [];
    afterDrawing(() => done.push("first"));
    expect(done).toEqual(["first"]);
  });
});

it("a socket that closes sends what was given to it before", async () => {
  const server = new WebSocketServer({ port: 0 });
  await once(server, "listening");
  const heard: string[] = [];
  server.on("connection", (socket) => socket.on("message", (data: Buffer) => heard.push(data.toString())));
  const Gated = gatedSocket(WebSocket as unknown as SocketClass, () => true);
  const socket = new Gated(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  socket.send("River");
  socket.send("Flood");
  socket.close();
  await vi.waitUntil(() => socket.readyState === WebSocket.CLOSED);
  expect(heard).toEqual(["River", "Flood"]);
  server.close();
});

it("an offline copy that closes holds what was written just before", async () => {
  const open = async (doc: Y.Doc): Promise<OfflineCopy> => {
    const copy = await openOfflineCopy("anna", "flood", doc, () => {});
    if (!copy) throw new Error("no copy");
    return copy;
  };
  const doc = new Y.Doc();
  const copy = await open(doc);
  doc.getText("t").insert(0, "River");
  await copy.close();
  const again = new Y.Doc();
  const reopened = await open(again);
  expect(again.getText("t").toJSON()).toBe("River");
  await reopened.erase();
});
