import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** One person's line to the server: everything the browser sends and gets passes here and can really be cut. */
export class Line {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #cut = false;

  private constructor(serverPort: number) {
    this.#server = createServer((near) => {
      if (this.#cut) {
        near.destroy();
        return;
      }
      const far = connect(serverPort, "127.0.0.1");
      this.#join(near, far);
      this.#join(far, near);
    });
  }

  static async open(serverPort: number): Promise<Line> {
    const line = new Line(serverPort);
    line.#server.listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    return line;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the line is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Ends every connection at once and refuses new ones. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#open) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(from: Socket, to: Socket): void {
    this.#open.add(from);
    from.setNoDelay(true);
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#open.delete(from);
      to.destroy();
    });
  }
}
