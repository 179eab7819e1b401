// The process of the colleagues who type: one socket each, as an own browser would have it.
import { setTimeout as delay } from "node:timers/promises";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { bodyText } from "../../src/domain/article/document.ts";
import { messageAck, messageEvent, messageHello, messageRefuse } from "../../src/domain/protocol/sync.ts";

export interface CrowdOrder {
  url: string;
  articleId: string;
  /** A session for each of them. */
  cookies: string[];
  keysASecond: number;
}

export interface CrowdReport {
  keys: number;
}

/** So many letters, then the typist goes somewhere else. */
const keysInOnePlace = 25;
let keys = 0;

async function type({ url, articleId, keysASecond }: CrowdOrder, cookie: string, n: number): Promise<void> {
  class SignedInSocket extends WebSocket {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols, { headers: { cookie, origin: url } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace("http", "ws")}/sync`, articleId, doc, {
    disableBc: true,
    WebSocketPolyfill: SignedInSocket as unknown as typeof globalThis.WebSocket,
  });
  // A typist needs nothing of what only the page reads.
  for (const type of [messageAck, messageEvent, messageHello]) provider.messageHandlers[type] = () => {};
  provider.messageHandlers[messageRefuse] = () => {
    throw new Error("the server refused what a typist wrote");
  };
  await new Promise<void>((resolve) => {
    provider.on("sync", (synced) => {
      if (synced) resolve();
    });
  });
  void keepTyping(doc, provider, n, 1_000 / keysASecond);
}

async function keepTyping(doc: Y.Doc, provider: WebsocketProvider, n: number, paceMs: number): Promise<void> {
  const body = bodyText(doc);
  // The same places in every run, spread over the whole text.
  let place = (n * 0.618) % 1;
  for (let i = 0; ; i++) {
    await delay(paceMs * (0.75 + ((n * 7 + i * 3) % 10) / 20));
    if (i % keysInOnePlace === 0) {
      place = (place + 0.382) % 1;
      setCaret(doc, provider, startOfWord(body, place));
    }
    const at = caretIndex(doc, provider);
    const letter = i % 6 === 5 ? " " : "e";
    body.insert(at, letter);
    keys++;
    setCaret(doc, provider, at + 1);
  }
}

/** The flat index of a word's start near that share of the text, inside a block. */
function startOfWord(body: Y.Text, share: number): number {
  let at = 0;
  const wanted = share * body.length;
  for (const { insert } of body.toDelta() as { insert: unknown }[]) {
    const length = typeof insert === "string" ? insert.length : 1;
    if (typeof insert === "string" && at + length > wanted) {
      const space = insert.indexOf(" ", Math.max(0, Math.floor(wanted - at)));
      if (space >= 0) return at + space + 1;
    }
    at += length;
  }
  return 0;
}

function setCaret(doc: Y.Doc, provider: WebsocketProvider, index: number): void {
  const position = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(bodyText(doc), index, -1));
  provider.awareness.setLocalStateField("caret", { anchor: position, head: position });
}

function caretIndex(doc: Y.Doc, provider: WebsocketProvider): number {
  const { caret } = provider.awareness.getLocalState() as { caret: { head: unknown } };
  const position = Y.createRelativePositionFromJSON(caret.head);
  return Y.createAbsolutePositionFromRelativePosition(position, doc)?.index ?? 0;
}

process.on("message", (message: CrowdOrder | "report") => {
  if (message === "report") process.send?.({ keys } satisfies CrowdReport);
  else
    void Promise.all(message.cookies.map((cookie, n) => type(message, cookie, n))).then(() =>
      process.send?.({ keys } satisfies CrowdReport),
    );
});
