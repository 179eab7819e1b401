import type { Desk } from "../support/desk.ts";
import type { ArticlePage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

interface Texts {
  headline: string;
  lead: string;
  body: string[];
}

const read = async (article: ArticlePage): Promise<Texts> => ({
  headline: (await article.headline.textContent()) ?? "",
  lead: (await article.lead.textContent()) ?? "",
  body: await article.blocks("paragraph").allTextContents(),
});

const occurrences = ({ headline, lead, body }: Texts, words: string): number =>
  [headline, lead, ...body].join("|").split(words).length - 1;

/** Both come to show these texts, also after they were loaded anew from the disk. */
async function bothShow(pages: readonly ArticlePage[], texts: Texts): Promise<void> {
  const shows = (page: ArticlePage): Promise<void> => expect.poll(() => read(page)).toEqual(texts);
  for (const page of pages) await shows(page);
  for (const page of pages) await page.keeps(shows);
}

async function pair(desk: Desk): Promise<[ArticlePage, ArticlePage]> {
  const [anna, ben] = await desk.openForTwo("Wörter");
  await anna.put(anna.headline, "Der Rhein");
  await anna.put(anna.lead, "In Basel.");
  await anna.put(anna.body, "Der Pegel steigt weiter an.");
  await anna.page.keyboard.press("Enter");
  await anna.page.keyboard.insertText("Die Brücke ist zu.");
  await expect(ben.blocks("paragraph")).toHaveText(["Der Pegel steigt weiter an.", "Die Brücke ist zu."]);
  await anna.saved();
  return [anna, ben];
}

test("one cuts words out of the body into the headline while the other drags them: they stand once [M29]", async ({
  desk,
}) => {
  const [anna, ben] = await pair(desk);
  await desk.apart(
    [
      "Anna",
      async () => {
        await anna.caretAfter(" steigt", { select: true });
        await anna.page.keyboard.press("ControlOrMeta+x");
        await expect(anna.body).toContainText("Der Pegel weiter an.");
        await anna.caretAfter("Der Rhein", { in: anna.headline });
        await anna.page.keyboard.press("ControlOrMeta+v");
        await expect(anna.headline).toHaveText("Der Rhein steigt");
      },
    ],
    [
      "Ben",
      async () => {
        await ben.dragWords(" steigt", ben.body, { text: ben.body, after: "ist zu" });
        await expect(ben.blocks("paragraph")).toHaveText([
          "Der Pegel weiter an.",
          "Die Brücke ist zu steigt.",
        ]);
      },
    ],
  );
  // Until then each page shows them once, but not at the same place.
  await expect
    .poll(async () => JSON.stringify(await read(ben)) === JSON.stringify(await read(anna)))
    .toBe(true);
  const texts = await read(anna);
  expect(occurrences(texts, " steigt")).toBe(1);
  expect(texts.body[0]).toBe("Der Pegel weiter an.");
  await bothShow([anna, ben], texts);

  // Whoever deletes them there deletes them for good: no hidden copy stands up.
  const inHeadline = texts.headline.includes("steigt");
  await anna.caretAfter(" steigt", { in: inHeadline ? anna.headline : anna.body, select: true });
  await anna.page.keyboard.press("Delete");
  await bothShow([anna, ben], {
    headline: "Der Rhein",
    lead: "In Basel.",
    body: ["Der Pegel weiter an.", "Die Brücke ist zu."],
  });
});

test("a cut is known after the page was loaded anew, when it is pasted into another text [M13]", async ({
  desk,
}) => {
  const [anna, ben] = await pair(desk);
  const person = await desk.person("Ben");
  await person.goOffline();
  await ben.dragWords(" steigt", ben.body, { text: ben.body, after: "ist zu" });
  await expect(ben.body).toContainText("Die Brücke ist zu steigt.");
  await anna.caretAfter(" steigt", { select: true });
  await anna.page.keyboard.press("ControlOrMeta+x");
  await expect(anna.body).toContainText("Der Pegel weiter an.");
  await anna.saved();
  await anna.page.reload();
  await anna.ready();
  await anna.caretAfter("Der Rhein", { in: anna.headline });
  await anna.page.keyboard.press("ControlOrMeta+v");
  await expect(anna.headline).toHaveText("Der Rhein steigt");
  await person.goOnline();
  await expect
    .poll(async () => JSON.stringify(await read(ben)) === JSON.stringify(await read(anna)))
    .toBe(true);
  const texts = await read(anna);
  expect(occurrences(texts, " steigt")).toBe(1);
  await bothShow([anna, ben], texts);
});

test("words dragged into another text move there, with the copying key they stay; undo takes the move back whole [M29]", async ({
  desk,
}) => {
  const [anna, ben] = await pair(desk);
  await anna.dragWords(" steigt", anna.body, { text: anna.headline, after: "Der Rhein" });
  await expect(anna.headline).toHaveText("Der Rhein steigt");
  await expect(ben.blocks("paragraph")).toHaveText(["Der Pegel weiter an.", "Die Brücke ist zu."]);
  await expect(ben.headline).toHaveText("Der Rhein steigt");
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect(ben.headline).toHaveText("Der Rhein");
  await expect(ben.blocks("paragraph")).toHaveText(["Der Pegel steigt weiter an.", "Die Brücke ist zu."]);

  await anna.dragWords("Basel", anna.lead, { text: anna.body, after: "Die Brücke" });
  await expect(ben.lead).toHaveText("In .");
  await expect(ben.blocks("paragraph")).toHaveText([
    "Der Pegel steigt weiter an.",
    "Die BrückeBasel ist zu.",
  ]);

  await anna.page.keyboard.down("Control");
  await anna.dragWords("Basel", anna.body, { text: anna.lead, after: "In " });
  await anna.page.keyboard.up("Control");
  await expect(ben.lead).toHaveText("In Basel.");
  await expect(ben.blocks("paragraph")).toHaveText([
    "Der Pegel steigt weiter an.",
    "Die BrückeBasel ist zu.",
  ]);
});

test("a paragraph goes into a caption while the other moves it: every word once, and none is lost in a line [M29]", async ({
  desk,
}) => {
  const [anna, ben] = await pair(desk);
  await anna.headline.focus();
  await anna.choosePicture(await cameraPicture());
  await anna.put(anna.figure().caption, "Bild.");
  await expect(ben.figure().caption).toHaveText("Bild.");
  await anna.saved();
  await desk.apart(
    [
      "Anna",
      async () => {
        await anna.dragWords("Die Brücke ist zu.", anna.body, {
          text: anna.figure().caption,
          after: "Bild.",
        });
        await expect(anna.figure().caption).toHaveText("Bild.Die Brücke ist zu.");
        await expect(anna.blocks("paragraph")).toHaveText(["Der Pegel steigt weiter an."]);
      },
    ],
    [
      "Ben",
      async () => {
        await ben.caretAfter("Die Brücke");
        await ben.page.keyboard.press("Alt+ArrowUp");
        await ben.page.keyboard.insertText(" über dem Fluss");
        await expect(ben.blocks("paragraph")).toHaveText([
          "Die Brücke über dem Fluss ist zu.",
          "Der Pegel steigt weiter an.",
        ]);
      },
    ],
  );
  const everything = async (page: ArticlePage): Promise<string> =>
    [await page.figure().caption.textContent(), ...(await page.blocks("paragraph").allTextContents())].join(
      "|",
    );
  await expect.poll(async () => (await everything(ben)) === (await everything(anna))).toBe(true);
  const all = await everything(anna);
  for (const word of ["Die Brücke", " ist zu.", " über dem Fluss", "Der Pegel steigt weiter an.", "Bild."])
    expect(all.split(word), `«${word}» in «${all}»`).toHaveLength(2);
});
