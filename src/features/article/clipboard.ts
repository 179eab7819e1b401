/**
 * As rich text for editors that take it, and as its source for all others. Takes a promise, because browsers let
 * a page copy only right after a press. False where the browser refuses; rejects as `html` does.
 */
export async function copyHtml(html: Promise<string>): Promise<boolean> {
  const as = (type: string): Promise<Blob> => html.then((source) => new Blob([source], { type }));
  try {
    await navigator.clipboard.write([
      new ClipboardItem({ "text/html": as("text/html"), "text/plain": as("text/plain") }),
    ]);
    return true;
  } catch {
    await html;
    return false;
  }
}
