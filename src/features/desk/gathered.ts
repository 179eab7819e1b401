/**
 * Hands what is added to `act`: at once when nothing came lately, else together with what else comes until `everyMs`
 * after the last time, in the order in which it came.
 */
export function gathered<Item>(
  act: (items: readonly Item[]) => void,
  everyMs: number,
): { add(item: Item): void /** Hands over what waits; the next is handed over at once. */; end(): void } {
  let waiting: Item[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const handOver = (): void => {
    const items = waiting;
    waiting = [];
    if (items.length > 0) act(items);
  };
  const pace = (): void => {
    timer = waiting.length > 0 ? setTimeout(pace, everyMs) : undefined;
    handOver();
  };
  return {
    add(item) {
      waiting.push(item);
      if (timer === undefined) pace();
    },
    end() {
      clearTimeout(timer);
      timer = undefined;
      handOver();
    },
  };
}
