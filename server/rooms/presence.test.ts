import * as decoding from "lib0/decoding";
import { expect, it } from "vitest";
import { Presence, type PresenceOwner } from "./presence.ts";
import { presenceMessage, presenceMessageOf } from "./testing/frames.ts";

const owner = (id: string): PresenceOwner => ({
  person: { id, name: `${id} example` },
  presenceId: null,
  mayWrite: true,
});

const said = (clientId: number, clock: number, state: unknown): Uint8Array =>
  bodyOf(presenceMessage(clientId, clock, state));

/** Without the message's number and length. */
const bodyOf = (message: Uint8Array): Uint8Array => {
  const decoder = decoding.createDecoder(message);
  decoding.readVarUint(decoder);
  return decoding.readVarUint8Array(decoder);
};

it("a state whose lists and objects are in each other without end is not heard, brackets in a text are", () => {
  const presence = new Presence<PresenceOwner>({ maxStateBytes: () => 100_000, mayClaim: () => true });
  const anna = owner("anna");
  for (const depth of [17, 100, 6_000])
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const state = `${open.repeat(depth)}1${close.repeat(depth)}`;
      presence.hear(anna, bodyOf(presenceMessageOf(1, depth, state)));
    }
  expect(presence.everybody()).toBeNull();
  presence.hear(anna, said(1, 1, { in: [[[[]]]], text: `"\\\\${"[{".repeat(100)}` }));
  expect(presence.everybody()).not.toBeNull();
});

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
