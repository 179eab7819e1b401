import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { messageSync, syncStep2, syncUpdate } from "../domain/protocol/sync.ts";

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

/** A WebSocket class that asks before each frame goes out; a frame that may not pass is dropped. */
export function gatedSocket(Socket: SocketClass, mayPass: (frame: Uint8Array) => boolean): SocketClass {
  return class extends Socket {
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBuffer>): void {
      if (data instanceof Uint8Array && !mayPass(data)) return;
      super.send(data as Uint8Array<ArrayBuffer>);
    }
  };
}
