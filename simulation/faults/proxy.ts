import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { FrameKind, Observer } from "./observer.ts";

/** What a line to the server carries: everything passes here, and whoever listens sees it before the page does. */
export class Proxy {
  /** Called before a frame of the server is passed on; false keeps it from the page. */
  onServerFrame: ((kind: FrameKind) => boolean) | null = null;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  private constructor(serverUrl: string, page: string, observer: Observer) {
    this.#http = createServer((asked, answer) => {
      const { method, url = "/", headers } = asked;
      const onward = request(serverUrl + url, { method, headers });
      onward.on("response", (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      asked.pipe(onward);
    });
    this.#http.on("upgrade", (asked, socket, head) => {
      socket.on("error", () => socket.destroy());
      const { cookie } = asked.headers;
      const far = new WebSocket(serverUrl.replace("http", "ws") + (asked.url ?? ""), {
        perMessageDeflate: false,
        headers: cookie === undefined ? {} : { cookie },
      });
      far.on("error", () => socket.destroy());
      far.once("open", () =>
        this.#sockets.handleUpgrade(asked, socket, head, (near) => this.#join(near, far, page, observer)),
      );
    });
  }

  /** The line of one page. */
  static async open(serverUrl: string, page: string, observer: Observer): Promise<Proxy> {
    const proxy = new Proxy(serverUrl, page, observer);
    proxy.#http.listen(0, "127.0.0.1");
    await once(proxy.#http, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
  }

  #join(near: WebSocket, far: WebSocket, page: string, observer: Observer): void {
    const seen = observer.connected(page);
    near.on("message", (data: Buffer) => {
      if (far.readyState !== WebSocket.OPEN) return;
      seen.fromPage(new Uint8Array(data));
      far.send(data);
    });
    far.on("message", (data: Buffer) => {
      const kind = seen.fromServer(new Uint8Array(data));
      if (this.onServerFrame?.(kind) === false) return;
      near.send(data);
    });
    near.on("error", () => near.terminate());
    near.on("close", () => far.terminate());
    far.on("close", (code, reason) => {
      seen.ended();
      // 1005 and 1006 are what an end without a goodbye reads as; they cannot be said.
      if (code === 1005 || code === 1006) near.terminate();
      else near.close(code, reason);
    });
  }
}
