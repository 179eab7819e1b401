import * as decoding from "lib0/decoding";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import type * as Y from "yjs";
import { documentVersion } from "../domain/article/document.ts";
import {
  type ArticleEvent,
  closeCodes,
  deletedArticle,
  type Hello,
  leftArticle,
  messageAck,
  messageAwareness,
  messageEvent,
  messageHello,
  messageRefuse,
  messageSync,
  readAck,
  readAckStored,
  readEvent,
  readHello,
  readRefuse,
  syncStep1,
  syncUpdate,
  unknownAddress,
  versionParameter,
} from "../domain/protocol/sync.ts";
import { gatedSocket, type SocketClass } from "./frames.ts";
import { openInbox } from "./inbox.ts";
import type { Ending } from "./sessionState.ts";

/** What the line tells, in the order of the frames. */
export interface LineListener {
  opened(): void;
  /** `code` is null when this side closed. Also called for an attempt that failed. */
  closed(code: number | null): void;
  /** The server wants no further attempt; `closed` was called before. */
  ended(ending: Ending): void;
  hello(hello: Hello): void;
  /** Called before the content is in the document, which may be a moment later. */
  received(): void;
  synced(): void;
  acked(n: number, stored: number | null): void;
  refused(frame: number, reason: string): void;
  news(event: ArticleEvent): void;
  /** Decides over every outgoing frame; a frame that may not pass is dropped. */
  mayPass(frame: Uint8Array): boolean;
}

/** The socket of one article, which comes back by itself. */
export interface Line {
  /** The origin of what the server sent. */
  readonly origin: unknown;
  /** What the server had when it last said so on this connection; undefined before. */
  serverVector(): Uint8Array | undefined;
  /** Milliseconds for which the server has said nothing, by the clock on the wall. */
  silentMs(): number;
  connect(): void;
  /** Gives up the present connection, if any, and tries again at once. */
  restart(): void;
  send(frame: Uint8Array): void;
  stop(): void;
  /** Tells the server that the article is left with nothing to come. */
  leave(): void;
  destroy(): void;
}

type AwarenessChange = Record<"added" | "updated" | "removed", number[]>;

/** Longest wait between two attempts, before jitter. Milliseconds. */
const maxBackoffMs = 4_000;

const endings: Record<number, Ending> = {
  [closeCodes.signedOut]: "signed-out",
  [closeCodes.forbidden]: "forbidden",
  [closeCodes.notFound]: "not-found",
  [closeCodes.damaged]: "damaged",
};

export function openLine(
  doc: Y.Doc,
  awareness: Awareness,
  socketUrl: string,
  articleId: string,
  Socket: SocketClass,
  listener: LineListener,
): Line {
  let vector: Uint8Array | undefined;
  const provider = new WebsocketProvider(socketUrl, encodeURIComponent(articleId), doc, {
    awareness,
    connect: false,
    disableBc: true,
    params: { [versionParameter]: String(documentVersion) },
    WebSocketPolyfill: gatedSocket(Socket, (frame) => listener.mayPass(frame)),
  });

  const inbox = openInbox(doc, awareness, provider);

  // The provider would send whatever it hears of others back to the server.
  const tellPresence = provider._awarenessUpdateHandler as (change: AwarenessChange) => void;
  awareness.off("update", tellPresence);
  const tellOwnPresence = ({ added, updated, removed }: AwarenessChange): void => {
    if (![...added, ...updated, ...removed].includes(doc.clientID)) return;
    tellPresence({ added: [], updated: [doc.clientID], removed: [] });
  };
  awareness.on("update", tellOwnPresence);

  provider.on("status", ({ status }) => {
    if (status !== "connected") return;
    listener.opened();
    // The peers forgot this tab when the last connection ended, and take it back only with a newer clock.
    awareness.setLocalState(awareness.getLocalState());
  });
  provider.on("connection-close", (event) => {
    inbox.flush();
    vector = undefined;
    // Read by the provider right after this: its own backoff has no jitter, and all would come back at once.
    const backoffMs = Math.min(maxBackoffMs, 100 * 2 ** (provider.wsUnsuccessfulReconnects + 1));
    provider.maxBackoffTime = backoffMs * (0.5 + Math.random() / 2);
    listener.closed(event?.code ?? null);
  });
  provider.on("closed", ({ code, reason }) =>
    listener.ended(
      reason === unknownAddress || reason === deletedArticle ? reason : (endings[code] ?? "forbidden"),
    ),
  );
  provider.on("sync", (synced) => {
    if (synced) listener.synced();
  });

  const handlers = provider.messageHandlers;
  const handleSync = handlers[messageSync];
  handlers[messageSync] = (encoder, decoder, ...rest) => {
    const ahead = decoding.clone(decoder);
    const step = decoding.readVarUint(ahead);
    if (step !== syncStep1) listener.received();
    if (step === syncUpdate) {
      // Whatever goes wrong with an update, the handler says so itself.
      inbox.update(() => handleSync?.(encoder, decoder, ...rest));
      return;
    }
    inbox.flush();
    if (step === syncStep1) vector = decoding.readVarUint8Array(ahead).slice();
    handleSync?.(encoder, decoder, ...rest);
  };
  handlers[messageAwareness] = (_encoder, decoder) => inbox.awareness(decoding.readVarUint8Array(decoder));
  handlers[messageAck] = (_encoder, decoder) => {
    const n = readAck(decoder);
    listener.acked(n, readAckStored(decoder));
  };
  handlers[messageRefuse] = (_encoder, decoder) => {
    const { frame, reason } = readRefuse(decoder);
    listener.refused(frame, reason);
  };
  handlers[messageEvent] = (_encoder, decoder) => listener.news(readEvent(decoder));
  handlers[messageHello] = (_encoder, decoder) => listener.hello(readHello(decoder));

  const restart = (): void => {
    provider.disconnect();
    provider.connect();
  };
  const cameOnline = (): void => {
    if (provider.shouldConnect && !provider.wsconnected) restart();
  };
  // The browser notices long before the socket does. A server on this very machine answers the new attempt.
  const wentOffline = (): void => {
    if (provider.wsconnected) restart();
  };
  const page = typeof window === "undefined" ? null : window;
  page?.addEventListener("online", cameOnline);
  page?.addEventListener("offline", wentOffline);

  return {
    origin: provider,
    serverVector: () => vector,
    silentMs: () => Date.now() - provider.wsLastMessageReceived,
    connect: () => provider.connect(),
    restart,
    send: (frame) => provider.ws?.send(frame as Uint8Array<ArrayBuffer>),
    stop: () => provider.disconnect(),
    leave: () => provider.ws?.close(1000, leftArticle),
    destroy() {
      inbox.close();
      page?.removeEventListener("online", cameOnline);
      page?.removeEventListener("offline", wentOffline);
      provider.destroy();
      awareness.off("update", tellOwnPresence);
    },
  };
}
