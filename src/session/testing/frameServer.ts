import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket, WebSocketServer } from "ws";
import * as Y from "yjs";
import {
  type ArticleEvent,
  encodeAck,
  encodeEvent,
  encodeHello,
  encodeRefuse,
  type Hello,
  messageAwareness,
  messageSync,
  type RefusalReason,
  syncStep1,
  syncStep2,
  syncUpdate,
} from "../../domain/protocol/sync.ts";

/**
 * One article behind real sockets, whose every answer the test decides. It keeps what arrived in `doc` and acks it at
 * once, unless told to wait.
 */
export interface FrameServer {
  readonly url: string;
  readonly doc: Y.Doc;
  hello: Hello;
  /** What a content frame that arrives gets: an ack at once, nothing, or a refusal. */
  answer: "ack" | "wait" | { refuse: RefusalReason };
  /** Client ids whose words it takes from nobody here. */
  readonly foreign: Set<number>;
  /** Sent as the second number of acks; null: left out. */
  stored: number | null;
  door: number | null;
  /** Said with it. */
  doorReason: string;
  /** False: a new connection hears nothing until `welcome()`. */
  welcoming: boolean;
  welcome(): void;
  /** Connections that are open now. */
  connections(): number;
  /** Content frames of the present connection, and the bytes of each since the start. */
  received: number;
  readonly sizes: number[];
  /** Steps 1 of the present connection. */
  asked: number;
  /** What a change by HTTP gets; only 200 takes it. */
  handInStatus: number;
  /** Path and parameters of each socket and each hand-in, in order. */
  addresses: string[];
  readonly handedIn: Uint8Array[];
  ack(n?: number): void;
  tell(event: ArticleEvent): void;
  /** Of each presence frame that came in, whose presence it tells. */
  readonly presence: number[][];
  /** Broadcasts somebody's presence, as y-protocols encodes it. */
  tellPresence(update: Uint8Array): void;
  /** Changes the article and broadcasts it. */
  edit(change: (doc: Y.Doc) => void): void;
  /** Sends an update that it does not keep. */
  broadcast(update: Uint8Array): void;
  closeAll(code: number): void;
  /** As a pulled cable: no close frame. */
  terminateAll(): void;
  stop(): Promise<void>;
}

export async function startFrameServer(options: { maxPayload?: number } = {}): Promise<FrameServer> {
  const doc = new Y.Doc();
  const http: Server = createServer();
  const sockets = new WebSocketServer({ server: http, ...options });
  const refusalOf = (update: Uint8Array): RefusalReason | null => {
    if (typeof server.answer === "object") return server.answer.refuse;
    const known = Y.decodeStateVector(Y.encodeStateVector(doc));
    const news = [...Y.parseUpdateMeta(update).to].filter(([client, to]) => to > (known.get(client) ?? 0));
    return news.some(([client]) => server.foreign.has(client)) ? "foreign-client" : null;
  };
  const broadcast = (bytes: Uint8Array): void => {
    for (const socket of sockets.clients) if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
  };

  const server: FrameServer = {
    url: "",
    doc,
    hello: {
      documentVersion: 2,
      may: { write: true },
      person: { id: "anna", name: "Anna" },
      limits: {
        maxFrameBytes: 4 * 1024 * 1024,
        maxHandInBytes: 16 * 1024 * 1024,
        bytesPerSecond: 8 * 1024 * 1024,
      },
    },
    answer: "ack",
    foreign: new Set(),
    stored: null,
    door: null,
    doorReason: "",
    welcoming: true,
    welcome() {
      broadcast(encodeHello(server.hello));
      broadcast(encodeSync(syncStep1, Y.encodeStateVector(doc)));
    },
    connections: () => sockets.clients.size,
    received: 0,
    asked: 0,
    sizes: [],
    presence: [],
    handInStatus: 200,
    addresses: [],
    handedIn: [],
    ack: (n = server.received) => broadcast(encodeAck(n, server.stored ?? undefined)),
    tell: (event) => broadcast(encodeEvent(event)),
    tellPresence: (update) =>
      broadcast(
        encoding.encode((e) => {
          encoding.writeVarUint(e, messageAwareness);
          encoding.writeVarUint8Array(e, update);
        }),
      ),
    edit(change) {
      const before = Y.encodeStateVector(doc);
      change(doc);
      broadcast(encodeSync(syncUpdate, Y.encodeStateAsUpdate(doc, before)));
    },
    broadcast: (update) => broadcast(encodeSync(syncUpdate, update)),
    closeAll: (code) => {
      for (const socket of sockets.clients) socket.close(code);
    },
    terminateAll: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    async stop() {
      server.terminateAll();
      await new Promise<void>((resolve) => sockets.close(() => http.close(() => resolve())));
    },
  };

  sockets.on("connection", (socket, request) => {
    server.addresses.push(request.url ?? "");
    // Too large a frame: `ws` closes with 1009 by itself.
    socket.on("error", () => undefined);
    if (server.door !== null) {
      socket.close(server.door, server.doorReason);
      return;
    }
    server.received = 0;
    server.asked = 0;
    if (server.welcoming) server.welcome();
    socket.on("message", (data: Buffer) => {
      const decoder = decoding.createDecoder(new Uint8Array(data));
      const kind = decoding.readVarUint(decoder);
      if (kind === messageAwareness) server.presence.push(clientsIn(decoding.readVarUint8Array(decoder)));
      if (kind !== messageSync) return;
      const step = decoding.readVarUint(decoder);
      const body = decoding.readVarUint8Array(decoder);
      if (step === syncStep1) {
        server.asked++;
        socket.send(encodeSync(syncStep2, Y.encodeStateAsUpdate(doc, body)));
        return;
      }
      server.received++;
      server.sizes.push(data.length);
      const refusal = refusalOf(body);
      if (refusal) {
        socket.send(encodeRefuse(server.received, refusal));
        server.ack();
        return;
      }
      Y.applyUpdate(doc, body);
      if (server.answer === "ack") server.ack();
    });
  });
  http.on("request", (request, response) => {
    server.addresses.push(request.url ?? "");
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const update = new Uint8Array(Buffer.concat(parts));
      if (server.handInStatus !== 200) {
        response.writeHead(server.handInStatus).end("{}");
        return;
      }
      server.handedIn.push(update);
      Y.applyUpdate(doc, update);
      response.end("{}");
    });
  });

  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return Object.assign(server, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
}

const encodeSync = (step: number, body: Uint8Array): Uint8Array =>
  encoding.encode((e) => {
    encoding.writeVarUint(e, messageSync);
    encoding.writeVarUint(e, step);
    encoding.writeVarUint8Array(e, body);
  });

function clientsIn(presence: Uint8Array): number[] {
  const decoder = decoding.createDecoder(presence);
  return Array.from({ length: decoding.readVarUint(decoder) }, () => {
    const client = decoding.readVarUint(decoder);
    decoding.readVarUint(decoder);
    decoding.readVarString(decoder);
    return client;
  });
}
