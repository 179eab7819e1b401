/**
 * The two numbers of a key `<number>.<number>`, of at most 15 digits each; null for keys of other shapes. Without a
 * regular expression, because an opening reads thousands of them.
 */
export function readPairKey(key: string): readonly [number, number] | null {
  const dot = key.indexOf(".");
  const first = wholeNumber(key, 0, dot);
  const second = wholeNumber(key, dot + 1, key.length);
  return first === null || second === null ? null : [first, second];
}

function wholeNumber(text: string, from: number, to: number): number | null {
  if (to <= from || to - from > 15) return null;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value;
}
