import { readDisk } from "../../simulation/faults/disk.ts";
import { Observer } from "../../simulation/faults/observer.ts";
import { type ObservedPage, openObserved } from "../support/observedPage.ts";
import type { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("the server is killed again and again while two people type: what a page showed as saved is on the disk, and nothing is there twice [P2] [P1]", async ({
  desk,
  newsroom,
}) => {
  const observer = new Observer();
  const id = await desk.articleId("Hochwasser");
  const pages: ObservedPage[] = [];
  for (const name of ["Regula", "Emil"])
    pages.push(await openObserved(await desk.person(name), { newsroom, articleId: id, observer }));
  const [regula, emil] = pages.map(({ article }) => article) as [ArticlePage, ArticlePage];
  await regula.body.focus();
  await emil.headline.focus();
  const typed: string[][] = [[], []];
  const typeWord = async (at: number): Promise<void> => {
    const words = typed[at] ?? [];
    const word = `${["r", "e"][at]}${words.length + 1}`;
    words.push(word);
    await pages[at]?.article.page.keyboard.type(`${word} `);
  };

  for (const strike of ["before an ack", "at «Saved»", "after an ack", "at «Saved»"]) {
    let left = 6;
    const dying: Promise<void>[] = [];
    const kill = (): void => {
      if (dying.length === 0) dying.push(newsroom.kill());
    };
    for (const page of pages)
      if (strike === "at «Saved»") page.onSaved = kill;
      else
        page.proxy.onServerFrame = (kind) => {
          if (kind === "ack" && --left === 0) kill();
          return dying.length === 0 || strike === "after an ack";
        };
    for (let words = 1; dying.length === 0; words++) {
      await Promise.all([typeWord(0), typeWord(1)]);
      // «Saved» shows only once people rest.
      if (strike === "at «Saved»" && words % 3 === 0) await expect.poll(() => dying.length).toBe(1);
    }
    await Promise.all(dying);
    for (const page of pages) {
      page.onSaved = null;
      page.proxy.onServerFrame = null;
    }
    await Promise.all([typeWord(0), typeWord(1)]);
    await expect.poll(() => observer.open).toBe(0);
    for (const { article } of pages) await expect(article.saveState).not.toHaveText(/^Sav/);
    expect(observer.judge(await readDisk(newsroom.dataDir, id)), strike).toEqual([]);
    await newsroom.restart();
    for (const { article } of pages) await article.saved();
  }

  for (const { article, proxy } of pages) {
    await expect(article.body).toHaveText(typed[0]?.join(" ") ?? "");
    await expect(article.headline).toHaveText(typed[1]?.join(" ") ?? "");
    proxy.close();
  }
  expect(observer.claims).toBeGreaterThan(8);
});

test("«Saved» is gone before the event of the key that makes it untrue is over", async ({ desk }) => {
  const anna = await desk.open("Sofort", { as: "Regula" });
  await anna.type(anna.body, "Steht.");
  await anna.saved();
  const shown = anna.body.evaluate(
    (body) =>
      new Promise<string | null>((resolve) => {
        const read = (): void =>
          resolve(document.querySelector('output[aria-label="Save state"]')?.textContent ?? null);
        body.addEventListener("input", () => queueMicrotask(read), { once: true });
      }),
  );
  await anna.type(anna.body, "!");
  expect(await shown).toBe("Saving…");
});
