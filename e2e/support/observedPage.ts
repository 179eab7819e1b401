import type { BrowserContext } from "@playwright/test";
import type * as Y from "yjs";
import type { FrameKind, Observer } from "../../simulation/faults/observer.ts";
import { bodyText, fieldText } from "../../src/domain/article/document.ts";

/** What a strike waits for. */
export interface Watch {
  /** Before a frame of the server reaches the page; false keeps it from the page. */
  onServerFrame: ((kind: FrameKind) => boolean) | null;
  /** The page has just come to say «Saved». */
  onSaved: (() => void) | null;
}

/**
 * Puts an observer between the pages of a browser and the server: it sees every frame, and the words that a page shows
 * whenever a frame of the screen says «Saved».
 */
export async function observePages(
  context: BrowserContext,
  name: string,
  observer: Observer,
): Promise<Watch> {
  const watch: Watch = { onServerFrame: null, onSaved: null };
  await context.routeWebSocket(/\/sync\//, (near) => {
    const far = near.connectToServer();
    const seen = observer.connected(name);
    near.onMessage((data) => {
      seen.fromPage(bytesOf(data));
      far.send(data);
    });
    far.onMessage((data) => {
      const kind = seen.fromServer(bytesOf(data));
      if (watch.onServerFrame?.(kind) !== false) near.send(data);
    });
    near.onClose(() => void far.close());
    far.onClose(() => {
      seen.ended();
      void near.close();
    });
  });
  await context.exposeBinding("saysSaved", (_source, words: string[], anew: boolean) => {
    observer.claimed(name, (disk) => {
      const stored = wordsOf([...fields.map((field) => fieldText(disk, field)), bodyText(disk)]);
      return words.every((word) => stored.has(word));
    });
    if (anew) watch.onSaved?.();
  });
  await context.addInitScript(lookAtEveryFrame);
  return watch;
}

const fields = ["kicker", "headline", "lead"] as const;
const wordsOf = (texts: readonly Y.Text[]): Set<string> =>
  new Set(texts.flatMap((text) => text.toJSON().split(/\s+/)));
const bytesOf = (data: string | Buffer): Uint8Array => new Uint8Array(Buffer.from(data));

/** Runs in the page. What counts is what is painted, so it looks right before that, and only when something changed. */
function lookAtEveryFrame(): void {
  const say = (window as unknown as { saysSaved(words: string[], anew: boolean): void }).saysSaved;
  let before = false;
  let told = "";
  const look = (): void => {
    const saved =
      document.querySelector('output[aria-label="Save state"]')?.textContent?.startsWith("Saved") ?? false;
    if (saved) {
      const texts = [...document.querySelectorAll<HTMLElement>('[role="textbox"]')].map(
        (text) => text.innerText,
      );
      const words = texts.join(" ");
      if (!before || words !== told)
        say(
          words.split(/\s+/).filter((word) => /\d/.test(word)),
          !before,
        );
      told = words;
    }
    before = saved;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
