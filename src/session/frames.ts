import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageSync, syncStep2, syncUpdate } from "../domain/protocol/sync.ts";
import { afterDrawing } from "./afterDrawing.ts";

/** A frame that carries content of the document. */
export interface ContentFrame {
  frame: "step2" | "update";
  update: Uint8Array;
}

/** Null for every frame that carries no content: step 1, awareness, the server's own messages. */
export function readContentFrame(bytes: Uint8Array): ContentFrame | null {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== messageSync) return null;
  const step = decoding.readVarUint(decoder);
  if (step !== syncStep2 && step !== syncUpdate) return null;
  return { frame: step === syncStep2 ? "step2" : "update", update: decoding.readVarUint8Array(decoder) };
}

export const encodeStep2 = (update: Uint8Array): Uint8Array =>
  encoding.encode((e) => {
    encoding.writeVarUint(e, messageSync);
    encoding.writeVarUint(e, syncStep2);
    encoding.writeVarUint8Array(e, update);
  });

export type SocketClass = typeof globalThis.WebSocket;

/**
 * A WebSocket class that asks before each frame goes out; a frame that may not pass is dropped. What may pass counts as
 * sent and leaves a moment later, in order: the screen shows the key before the machine is busy with sending it.
 */
export function gatedSocket(Socket: SocketClass, mayPass: (frame: Uint8Array) => boolean): SocketClass {
  return class extends Socket {
    #leaving: Uint8Array<ArrayBuffer>[] = [];

    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
      if (data instanceof Uint8Array && !mayPass(data)) return;
      this.#leaving.push(data as Uint8Array<ArrayBuffer>);
      if (this.#leaving.length === 1) afterDrawing(() => this.#sendNow());
    }

    override close(code?: number, reason?: string): void {
      this.#sendNow();
      super.close(code, reason);
    }

    #sendNow(): void {
      for (const frame of this.#leaving.splice(0)) super.send(frame);
    }
  };
}
