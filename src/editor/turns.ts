import { useEffect, useState } from "react";
import { whenIdle } from "../ui/index.ts";

/** How long a turn waits at most for the browser to have nothing better to do. Milliseconds. */
const patienceMs = 300;

const waiting = new Set<() => void>();
let asked = false;

function ask(): void {
  if (asked || waiting.size === 0) return;
  asked = true;
  const take = (): void => {
    asked = false;
    const [first] = waiting;
    if (first) {
      waiting.delete(first);
      first();
    }
    ask();
  };
  whenIdle(take, patienceMs);
}

/**
 * False at first where `patient`, and true once it is its turn: one after the other in the order of the page, whenever
 * keys and paints leave time. For what is costly to make and not needed to write the first word.
 */
export function useTurn(patient: boolean): boolean {
  const [come, setCome] = useState(!patient);
  useEffect(() => {
    if (come) return undefined;
    const turn = (): void => setCome(true);
    waiting.add(turn);
    ask();
    return () => void waiting.delete(turn);
  }, [come]);
  return come;
}
