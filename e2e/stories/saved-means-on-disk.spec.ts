import { readDisk } from "../../simulation/faults/disk.ts";
import { Observer } from "../../simulation/faults/observer.ts";
import { observePages, type Watch } from "../support/observedPage.ts";
import type { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

test("the server is killed again and again while two people type: what a page showed as saved is on the disk, and nothing is there twice [P2] [P1]", async ({
  desk,
  newsroom,
}) => {
  const observer = new Observer();
  const id = await desk.articleId("Hochwasser");
  const watches: Watch[] = [];
  const pages: ArticlePage[] = [];
  for (const name of ["Regula", "Emil"]) {
    const { context } = await desk.person(name);
    watches.push(await observePages(context, name, observer));
    pages.push(await desk.open("Hochwasser", { as: name }));
  }
  const [regula, emil] = pages as [ArticlePage, ArticlePage];
  await regula.body.focus();
  await emil.headline.focus();
  const typed: string[][] = [[], []];
  const typeWord = async (at: number): Promise<void> => {
    const words = typed[at] ?? [];
    const word = `${["r", "e"][at]}${words.length + 1}`;
    words.push(word);
    await pages[at]?.page.keyboard.type(`${word} `);
  };

  for (const strike of ["before an ack", "at «Saved»", "after an ack", "at «Saved»"]) {
    let left = 6;
    let gone: Promise<void> | null = null;
    const kill = (): void => {
      gone ??= newsroom.kill();
    };
    for (const watch of watches)
      if (strike === "at «Saved»") watch.onSaved = kill;
      else
        watch.onServerFrame = (kind) => {
          if (kind === "ack" && --left === 0) kill();
          return gone === null || strike === "after an ack";
        };
    // Until the blow has fallen, with pauses in which a page can come to say «Saved».
    for (let word = 0; gone === null; word++) {
      await Promise.all([typeWord(0), typeWord(1)]);
      if (strike === "at «Saved»" && word > 3)
        await expect.poll(() => gone !== null || observer.claims > 0).toBe(true);
    }
    await gone;
    for (const watch of watches) Object.assign(watch, { onSaved: null, onServerFrame: null });
    await Promise.all([typeWord(0), typeWord(1)]);
    await expect.poll(() => observer.open).toBe(0);
    for (const page of pages) await expect(page.saveState).not.toHaveText(/^Sav/);
    expect(observer.judge(await readDisk(newsroom.dataDir, id)), strike).toEqual([]);
    await newsroom.restart();
    for (const page of pages) await page.saved();
  }

  for (const page of pages) {
    await expect(page.body).toHaveText(typed[0]?.join(" ") ?? "");
    await expect(page.headline).toHaveText(typed[1]?.join(" ") ?? "");
  }
  expect(observer.claims).toBeGreaterThan(8);
});
