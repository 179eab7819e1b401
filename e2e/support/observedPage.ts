import type * as Y from "yjs";
import type { Observer } from "../../simulation/faults/observer.ts";
import { Proxy } from "../../simulation/faults/proxy.ts";
import { bodyText, fieldText } from "../../src/domain/article/document.ts";
import type { Newsroom } from "./newsroom.ts";
import { ArticlePage } from "./pages.ts";
import type { Person } from "./person.ts";

/** A page of a real browser with an observer between it and the server. */
export interface ObservedPage {
  article: ArticlePage;
  proxy: Proxy;
  /** Called when the page has just come to say «Saved». */
  onSaved: (() => void) | null;
}

/**
 * Opens an article over a line on which an observer sees every frame; it also learns what the page shows whenever a
 * frame of the screen says «Saved».
 */
export async function openObserved(
  person: Person,
  at: { newsroom: Newsroom; articleId: string; observer: Observer },
): Promise<ObservedPage> {
  const { name } = person.account;
  const { newsroom, articleId, observer } = at;
  const proxy = await Proxy.open(newsroom.url, name, observer);
  const page = await person.context.newPage();
  const observed: ObservedPage = { article: new ArticlePage(page), proxy, onSaved: null };
  await page.exposeFunction("saysSaved", (words: string[], anew: boolean) => {
    observer.claimed(name, (disk) => {
      const stored = wordsOf([...fields.map((field) => fieldText(disk, field)), bodyText(disk)]);
      return words.every((word) => stored.has(word));
    });
    if (anew) observed.onSaved?.();
  });
  await page.addInitScript(lookAtEveryFrame);
  await page.goto(`${proxy.url}/articles/${encodeURIComponent(articleId)}`);
  await observed.article.ready();
  return observed;
}

const fields = ["kicker", "headline", "lead"] as const;
const wordsOf = (texts: readonly Y.Text[]): Set<string> =>
  new Set(texts.flatMap((text) => text.toJSON().split(/\s+/)));

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
