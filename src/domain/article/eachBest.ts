/** From `from` to `to`, exclusive; `to` may be infinite. */
export interface Interval {
  from: number;
  to: number;
}

/**
 * Of intervals that overlap in any way, the best first: calls `visit` for each stretch, in order, with the best interval
 * that covers it. Stretches that nothing covers are left out, and neighbours of one interval are one stretch. Takes
 * n log n steps, however the intervals overlap.
 */
export function eachBest<I extends Interval>(
  bestFirst: readonly I[],
  visit: (best: I, from: number, to: number) => void,
): void {
  const edges = risingEdges(bestFirst);
  const owners: (I | undefined)[] = [];
  /** For each stretch between two edges, one at or behind it that may be free: those before it are not. */
  const free = Int32Array.from(edges, (_edge, at) => at);
  const firstFree = (from: number): number => {
    let at = from;
    while (free[at] !== at) {
      const next = free[at] as number;
      free[at] = free[next] as number;
      at = next;
    }
    return at;
  };
  for (const interval of bestFirst) {
    const end = edgeAt(edges, interval.to);
    for (let at = firstFree(edgeAt(edges, interval.from)); at < end; at = firstFree(at)) {
      owners[at] = interval;
      free[at] = at + 1;
    }
  }
  for (let at = 0; at + 1 < edges.length; ) {
    const owner = owners[at];
    const from = at;
    do at += 1;
    while (at + 1 < edges.length && owners[at] === owner);
    if (owner) visit(owner, edges[from] as number, edges[at] as number);
  }
}

function risingEdges(intervals: readonly Interval[]): Float64Array {
  const all = new Float64Array(intervals.length * 2);
  intervals.forEach(({ from, to }, i) => {
    all[i * 2] = from;
    all[i * 2 + 1] = to;
  });
  all.sort();
  return all.filter((edge, i) => i === 0 || edge !== all[i - 1]);
}

/** The index of an edge. */
function edgeAt(edges: Float64Array, edge: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] as number) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}
