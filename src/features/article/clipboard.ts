/**
 * Copies the text as each of the types. Takes a promise, because browsers let a page copy only right after a press. False
 * where the browser refuses; rejects as `text` does.
 */
export async function copyAs(types: readonly string[], text: Promise<string>): Promise<boolean> {
  const as = (type: string): Promise<Blob> => text.then((words) => new Blob([words], { type }));
  try {
    await navigator.clipboard.write([
      new ClipboardItem(Object.fromEntries(types.map((type) => [type, as(type)]))),
    ]);
    return true;
  } catch {
    await text;
    return false;
  }
}
