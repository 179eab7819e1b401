import { expect, it } from "vitest";
import { colourFor, colourIn, personColours, usualColour } from "./personColour.ts";

type States = Map<number, { [key: string]: unknown }>;

/** Lets every client look until nobody changes anything. */
function settle(states: States, now: () => number): void {
  for (let rounds = 0; rounds < 50; rounds++) {
    let quiet = true;
    for (const [client, state] of states) {
      const { id } = state["user"] as { id: string };
      const wanted = colourFor(id, client, states);
      if (wanted === null) continue;
      states.set(client, { ...state, colour: { of: wanted, since: now() } });
      quiet = false;
    }
    if (quiet) return;
  }
  throw new Error("the colours never settle");
}

const of = (states: States, client: number): number => {
  const state = states.get(client)!;
  return colourIn(state, (state["user"] as { id: string }).id);
};

it("gives as many people as there are colours one each, whoever they are", () => {
  let now = 0;
  const states: States = new Map();
  for (let i = 0; i < personColours; i++) {
    states.set(i, { user: { id: `person ${i}` } });
    settle(states, () => ++now);
  }
  expect(new Set([...states.keys()].map((client) => of(states, client))).size).toBe(personColours);
});

it("keeps a person's colour while others come and go, and gives their tabs the same", () => {
  let now = 0;
  const states: States = new Map([[1, { user: { id: "anna" } }]]);
  settle(states, () => ++now);
  const before = of(states, 1);
  expect(before).toBe(usualColour("anna"));
  for (let i = 2; i < 8; i++) states.set(i, { user: { id: `guest ${i}` } });
  states.set(9, { user: { id: "anna" } });
  settle(states, () => ++now);
  expect([of(states, 1), of(states, 9)]).toEqual([before, before]);
  states.delete(3);
  settle(states, () => ++now);
  expect(of(states, 1)).toBe(before);
});

it("lets the later of two yield, and takes no word for a colour that is none", () => {
  const states: States = new Map([
    [1, { user: { id: "anna" }, colour: { of: 4, since: 10 } }],
    [2, { user: { id: "ben" }, colour: { of: 4, since: 20 } }],
  ]);
  settle(states, () => 30);
  expect(of(states, 1)).toBe(4);
  expect(of(states, 2)).not.toBe(4);
  for (const colour of [{ of: 99, since: 0 }, { of: 1.5, since: 0 }, "red", null, { of: -1, since: 1 }])
    expect(colourIn({ colour }, "carla")).toBe(usualColour("carla"));
});
