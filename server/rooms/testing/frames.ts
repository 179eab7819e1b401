import * as encoding from "lib0/encoding";
import { messageAwareness } from "../../../src/domain/protocol/sync.ts";

/** A message as a client sends it: numbers, and bytes with their length before them. */
export const message = (...parts: (number | Uint8Array)[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of parts)
      if (typeof part === "number") encoding.writeVarUint(encoder, part);
      else encoding.writeVarUint8Array(encoder, part);
  });

/** What a client says of its presence, and of nobody else's. */
export const presenceMessage = (clientId: number, clock: number, state: unknown): Uint8Array =>
  presenceMessageOf(clientId, clock, JSON.stringify(state));

/** The same with a state that may be no JSON, or nest without end. */
export const presenceMessageOf = (clientId: number, clock: number, state: string): Uint8Array =>
  message(
    messageAwareness,
    encoding.encode((encoder) => {
      for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number);
      encoding.writeVarString(encoder, state);
    }),
  );
