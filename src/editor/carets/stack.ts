/** Something that wants to stand at a height of the margin: the middle of it, in pixels. */
interface Wish {
  at: number;
}

/**
 * The tops of name tags of one height, each as near to its line as those above it leave room: several people on one
 * line stand below each other. In the order of the wishes.
 */
export function stack(wishes: readonly Wish[], height: number, gap = 1): number[] {
  const tops = wishes.map(() => 0);
  let free = Number.NEGATIVE_INFINITY;
  const order = wishes
    .map((_, i) => i)
    .sort((a, b) => (wishes[a] as Wish).at - (wishes[b] as Wish).at || a - b);
  for (const i of order) {
    const top = Math.max((wishes[i] as Wish).at - height / 2, free);
    tops[i] = top;
    free = top + height + gap;
  }
  return tops;
}
