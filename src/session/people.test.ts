import { afterEach, expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { people } from "./people.ts";
import { usualColour } from "./personColour.ts";

const docs: Y.Doc[] = [];
afterEach(() => {
  for (const doc of docs.splice(0)) doc.destroy();
});

function present(own: object, others: object[]): Awareness {
  const doc = new Y.Doc();
  docs.push(doc);
  const awareness = new Awareness(doc);
  awareness.setLocalState(own);
  others.forEach((state, i) => {
    awareness.states.set(i + 1, state);
  });
  return awareness;
}

const anna = { id: "anna", name: "Anna" };
const ben = { id: "ben", name: "Ben" };

it("[P4] lists everybody once, the own person first, by the names that the server wrote", () => {
  const awareness = present({ user: anna }, [
    { user: ben, caret: null },
    { user: ben, caret: { anchor: "a" } },
    { user: anna, caret: { anchor: "b" } },
    { user: { id: "adam", name: "Adam" } },
    { name: "Mallory" },
    { user: "Mallory" },
  ]);
  expect(people(awareness)).toEqual([
    { clientId: awareness.clientID, ...anna, colour: usualColour("anna"), self: true, caret: null },
    { clientId: 4, id: "adam", name: "Adam", colour: usualColour("adam"), self: false, caret: null },
    { clientId: 2, ...ben, colour: usualColour("ben"), self: false, caret: { anchor: "a" } },
  ]);
});

it("is empty before the server said who is here", () => {
  expect(people(present({ caret: null }, []))).toEqual([]);
});
