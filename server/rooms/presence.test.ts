import * as decoding from "lib0/decoding";
import { expect, it } from "vitest";
import { Presence, type PresenceOwner } from "./presence.ts";
import { presenceMessage } from "./testing/frames.ts";

const owner = (id: string): PresenceOwner => ({
  person: { id, name: `${id} example` },
  presenceId: null,
  mayWrite: true,
});

/** Without the message's number and length. */
const said = (clientId: number, clock: number, state: unknown): Uint8Array => {
  const decoder = decoding.createDecoder(presenceMessage(clientId, clock, state));
  decoding.readVarUint(decoder);
  return decoding.readVarUint8Array(decoder);
};

it("everybody is put together once for all who ask, until somebody changes", () => {
  const presence = new Presence<PresenceOwner>({ maxStateBytes: () => 1_000, mayClaim: () => true });
  const [anna, bert] = [owner("anna"), owner("bert")];
  presence.hear(anna, said(1, 1, { caret: 1 }));
  const changes: (() => void)[] = [
    () => presence.hear(anna, said(1, 2, { caret: 2 })),
    () => presence.hear(bert, said(2, 1, { caret: 3 })),
    () => {
      bert.person = { id: "bert", name: "Bert the Second" };
      presence.renamed(bert);
    },
    () => presence.leave(bert),
  ];
  for (const change of changes) {
    const before = presence.everybody();
    expect(presence.everybody()).toBe(before);
    change();
    expect(presence.everybody()).not.toEqual(before);
  }
  presence.leave(anna);
  expect(presence.everybody()).toBeNull();
});
