import type { Desk } from "../support/desk.ts";
import { gate } from "../support/gate.ts";
import type { ArticlePage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

/** Style and text of each block of the body, as this page shows them. */
const blocks = (article: ArticlePage): Promise<string[]> =>
  article.body
    .locator("[data-style]")
    .evaluateAll((all) => all.map((e) => `${(e as HTMLElement).dataset.style}: ${e.textContent}`));

const letters = (text: string): string => Array.from(text).sort().join("");

/**
 * Both pages come to show the same, with each of those letters exactly once, and it is on the disk: the pages show it
 * again after they were loaded anew. Answers with the blocks.
 */
async function merged(pages: readonly ArticlePage[], typed: string): Promise<string[]> {
  const [first, ...others] = pages as [ArticlePage, ...ArticlePage[]];
  const text = async (): Promise<string> =>
    (await blocks(first)).map((block) => block.slice(block.indexOf(": ") + 2)).join("");
  await expect.poll(async () => letters(await text())).toBe(letters(typed));
  const seen = await blocks(first);
  const shows = (page: ArticlePage): Promise<void> => expect.poll(() => blocks(page)).toEqual(seen);
  for (const page of others) await shows(page);
  for (const page of pages) await page.keeps(shows);
  return seen;
}

/** Two people at one article with these paragraphs. */
async function pair(desk: Desk, ...paragraphs: string[]): Promise<[ArticlePage, ArticlePage]> {
  const [anna, ben] = await desk.openForTwo("Zusammen");
  await anna.body.focus();
  for (const [i, paragraph] of paragraphs.entries()) {
    if (i > 0) await anna.page.keyboard.press("Enter");
    await anna.page.keyboard.insertText(paragraph);
  }
  await expect(ben.blocks("paragraph")).toHaveText(paragraphs);
  await anna.saved();
  return [anna, ben];
}

test("both press Enter at one spot and write on: two breaks, and no letter twice [M3]", async ({ desk }) => {
  const [anna, ben] = await pair(desk, "Der Rhein steigt. Die Brücke ist zu.");
  const enter = (article: ArticlePage, words: string) => async (): Promise<void> => {
    await article.caretAfter("steigt.");
    await article.page.keyboard.press("Enter");
    await article.page.keyboard.type(words);
  };
  await desk.apart(["Anna", enter(anna, "Anna war da.")], ["Ben", enter(ben, "Ben auch.")]);
  const seen = await merged([anna, ben], "Der Rhein steigt. Die Brücke ist zu.Anna war da.Ben auch.");
  expect(seen).toHaveLength(3);
  expect(seen[0]).toBe("paragraph: Der Rhein steigt.");
  expect(seen.join("\n")).toContain("Anna war da.");
  expect(seen.join("\n")).toContain("Ben auch.");
  await Promise.all([enter(anna, "Und nun")(), enter(ben, "zugleich")()]);
  await merged([anna, ben], "Der Rhein steigt. Die Brücke ist zu.Anna war da.Ben auch.Und nunzugleich");
});

test("one restyles a paragraph while the other types in it: it has the style and every letter [M7] [M8]", async ({
  desk,
}) => {
  const [anna, ben] = await pair(desk, "Erster Absatz", "Zweiter Absatz");
  const words = " mit vielen Worten, die Ben in einem Zug hineinschreibt";
  const type = async (): Promise<void> => {
    await ben.caretAfter("Zweiter");
    await ben.page.keyboard.type(words);
  };
  const restyle = async (): Promise<void> => {
    await anna.caretAfter("Absatz");
    await anna.page.keyboard.press("ArrowDown");
    for (const keys of ["Alt+1", "Shift+8", "Alt+0", "Shift+b", "Alt+2"])
      await anna.page.keyboard.press(`ControlOrMeta+${keys}`);
  };
  await Promise.all([type(), restyle()]);
  const whole = `Zweiter${words} Absatz`;
  expect(await merged([anna, ben], `Erster Absatz${whole}`)).toEqual([
    "paragraph: Erster Absatz",
    `subheading: ${whole}`,
  ]);
  await desk.apart(
    ["Anna", restyle],
    [
      "Ben",
      async () => {
        await ben.caretAfter("Absatz");
        await ben.page.keyboard.press("ArrowDown");
        await ben.page.keyboard.press("End");
        await ben.page.keyboard.press("Enter");
        await ben.page.keyboard.type("Dritter");
      },
    ],
  );
  expect(await merged([anna, ben], `Erster Absatz${whole}Dritter`)).toEqual([
    "paragraph: Erster Absatz",
    `subheading: ${whole}`,
    "paragraph: Dritter",
  ]);
});

test("one takes words back and brings them again where the other goes on writing: no word is parted [M31]", async ({
  desk,
}) => {
  const [anna, ben] = await pair(desk, "Der Rhein. Ende");
  const both = async (words: string): Promise<void> => {
    for (const article of [anna, ben]) await expect(article.blocks("paragraph")).toHaveText([words]);
  };
  // Ben's, as Anna has just written the paragraph: it would be one step with that.
  await ben.caretAfter("Rhein");
  await ben.page.keyboard.insertText(" und die Aare");
  await both("Der Rhein und die Aare. Ende");
  await anna.caretAfter("Rhein");
  await anna.page.keyboard.type("st");
  await both("Der Rheinst und die Aare. Ende");
  await ben.page.keyboard.press("ControlOrMeta+z");
  await both("Der Rheinst. Ende");
  await anna.page.keyboard.type("ro");
  await both("Der Rheinstro. Ende");
  await ben.page.keyboard.press("ControlOrMeta+Shift+z");
  await both("Der Rheinstro und die Aare. Ende");
  const again = async (): Promise<void> => {
    for (const key of ["z", "Shift+z", "z", "Shift+z"]) await ben.page.keyboard.press(`ControlOrMeta+${key}`);
  };
  await desk.apart(["Ben", again], ["Anna", () => anna.page.keyboard.type("mlauf")]);
  expect(await merged([anna, ben], "Der Rheinstromlauf und die Aare. Ende")).toEqual([
    "paragraph: Der Rheinstromlauf und die Aare. Ende",
  ]);
});

/** Where that paragraph begins on the screen. */
async function startOf(article: ArticlePage, words: string): Promise<{ x: number; y: number }> {
  const box = await article.body.locator("[data-style]").filter({ hasText: words }).first().boundingBox();
  if (!box) throw new Error(`«${words}» is not to be seen`);
  return { x: box.x + 1, y: box.y + box.height / 2 };
}

/**
 * Takes a paragraph with the mouse, up to the start of the next, and lets it go before the first one; `meanwhile`
 * happens with the button down.
 */
async function drag(
  article: ArticlePage,
  paragraph: { words: string; next: string },
  meanwhile: () => Promise<void>,
): Promise<void> {
  const { mouse } = article.page;
  const from = await startOf(article, paragraph.words);
  const end = await startOf(article, paragraph.next);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(end.x, end.y);
  await mouse.up();
  await mouse.move(from.x + 30, from.y);
  await mouse.down();
  await mouse.move(from.x + 34, from.y - 6);
  await meanwhile();
  const to = await startOf(article, "Erster");
  await mouse.move(to.x + 20, to.y);
  await mouse.move(to.x, to.y);
  await mouse.up();
}

test("one drags a paragraph while the other types in it: it stands once, with every letter [M10]", async ({
  desk,
}) => {
  const paragraphs = ["Erster Absatz.", "Zweiter Absatz.", "Dritter Absatz."];
  const [anna, ben] = await pair(desk, ...paragraphs);
  const type = async (after: string, words: string): Promise<void> => {
    await ben.caretAfter(after);
    await ben.page.keyboard.type(words);
  };
  await drag(anna, { words: "Zweiter", next: "Dritter" }, async () => {
    await type("Zweiter", " und bald");
    await expect(anna.body).toContainText("Zweiter und bald Absatz.");
  });
  expect(await merged([anna, ben], `${paragraphs.join("")} und bald`)).toEqual([
    "paragraph: Zweiter und bald Absatz.",
    "paragraph: Erster Absatz.",
    "paragraph: Dritter Absatz.",
  ]);
  await ben.type(ben.body, "");
  await ben.page.keyboard.press("Enter");
  await ben.page.keyboard.type("Schluss.");
  await expect(anna.body).toContainText("Schluss.");
  await desk.apart(
    ["Anna", () => drag(anna, { words: "Dritter", next: "Schluss" }, async () => {})],
    // Without spaces: of two that stand side by side it may be either that was there before.
    ["Ben", () => type("Dritter", "(spät)")],
  );
  expect(await merged([anna, ben], `${paragraphs.join("")} und bald(spät)Schluss.`)).toEqual([
    "paragraph: Zweiter und bald Absatz.",
    "paragraph: Dritter Absatz.",
    "paragraph: Erster Absatz.",
    "paragraph: (spät)",
    "paragraph: Schluss.",
  ]);
});

test("a paragraph taken by three clicks moves whole, dragged or cut, and leaves none behind [M13]", async ({
  desk,
}) => {
  const paragraphs = ["Erster Absatz.", "Zweiter Absatz.", "Dritter Absatz.", "Vierter Absatz."];
  const [anna, ben] = await pair(desk, ...paragraphs);
  const { keyboard, mouse } = anna.page;
  const take = async (article: ArticlePage, words: string): Promise<void> => {
    const { x, y } = await startOf(article, words);
    await article.page.mouse.click(x + 30, y, { clickCount: 3 });
    await expect.poll(() => article.page.evaluate(() => String(getSelection()).trim())).toContain(words);
  };
  await take(anna, "Dritter Absatz.");
  const from = await startOf(anna, "Dritter");
  const to = await startOf(anna, "Erster");
  await mouse.move(from.x + 30, from.y);
  await mouse.down();
  await mouse.move(from.x + 34, from.y - 6);
  await mouse.move(to.x + 40, to.y - 2);
  await mouse.move(to.x + 40, to.y - 4);
  await mouse.up();
  const [first, second, third, fourth] = paragraphs as [string, string, string, string];
  await expect(anna.blocks("paragraph")).toHaveText([third, first, second, fourth]);
  await expect(ben.blocks("paragraph")).toHaveText([third, first, second, fourth]);
  await keyboard.press("ControlOrMeta+z");
  await expect(ben.blocks("paragraph")).toHaveText(paragraphs);

  const cutAndPaste = (article: ArticlePage, after: string) => async (): Promise<void> => {
    await take(article, second);
    await article.page.keyboard.press("ControlOrMeta+x");
    await expect(article.blocks("paragraph")).toHaveText([first, third, fourth]);
    await article.caretAfter(after);
    await article.page.keyboard.press("ControlOrMeta+v");
    await expect(article.blocks("paragraph")).toHaveCount(4);
  };
  await desk.apart(["Anna", cutAndPaste(anna, third)], ["Ben", cutAndPaste(ben, fourth)]);
  // Until then each has every letter, but at another place.
  await expect.poll(async () => String(await blocks(ben)) === String(await blocks(anna))).toBe(true);
  expect(await merged([anna, ben], paragraphs.join(""))).toHaveLength(4);
});

test("both move one paragraph by keys, and one thinks again: it stands once [M11] [M16]", async ({
  desk,
}) => {
  const paragraphs = ["Eins.", "Zwei.", "Drei.", "Vier."];
  const [anna, ben] = await pair(desk, ...paragraphs);
  const move = (article: ArticlePage, key: string) => async (): Promise<void> => {
    await article.caretAfter("Drei");
    await article.page.keyboard.press(`Alt+${key}`);
    await article.page.keyboard.type("!");
  };
  await anna.caretAfter("Drei");
  await anna.page.keyboard.press("Alt+ArrowUp");
  await anna.page.keyboard.press("Alt+ArrowUp");
  await expect(ben.blocks("paragraph")).toHaveText(["Drei.", "Eins.", "Zwei.", "Vier."]);
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect(ben.blocks("paragraph")).toHaveText(["Eins.", "Drei.", "Zwei.", "Vier."]);
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect(ben.blocks("paragraph")).toHaveText(paragraphs);
  await desk.apart(["Anna", move(anna, "ArrowUp")], ["Ben", move(ben, "ArrowDown")]);
  const seen = await merged([anna, ben], "Eins.Zwei.Drei.Vier.!!");
  expect(seen.filter((block) => block.includes("Drei"))).toHaveLength(1);
});

/**
 * A night's work in the own part of the article: words, breaks, styles, slips of the finger taken back, and here and
 * there a word in the first paragraph, which the other also writes in. Answers with what stays.
 */
async function nightShift(article: ArticlePage, name: string, edits: number): Promise<string> {
  const { keyboard } = article.page;
  let stays = "";
  const write = async (text: string): Promise<void> => {
    await keyboard.type(text);
    stays += text;
  };
  for (let done = 0, round = 0; done < edits; round++) {
    const word = `${name}${round} `;
    await article.caretAfter(round % 3 === 0 ? "Gemeinsam" : `${name}s Teil`);
    await write(word);
    await keyboard.type("xyz");
    for (let slip = 0; slip < 3; slip++) await keyboard.press("Backspace");
    done += word.length + 6;
    if (round % 4 === 1) {
      await keyboard.press("Enter");
      await keyboard.press(`ControlOrMeta+Alt+${round % 3}`);
      done += 2;
    }
  }
  return stays;
}

test("two night shifts of 500 edits each, offline, come together with every letter once [P1] [P5]", async ({
  desk,
}) => {
  const paragraphs = ["Gemeinsam. ", "Annas Teil. ", "Bens Teil. "];
  const [anna, ben] = await pair(desk, ...paragraphs);
  const typed: string[] = [];
  await desk.apart(
    ["Anna", async () => void typed.push(await nightShift(anna, "Anna", 500))],
    ["Ben", async () => void typed.push(await nightShift(ben, "Ben", 500))],
  );
  const seen = (await merged([anna, ben], paragraphs.join("") + typed.join(""))).join("\n");
  for (const word of typed.join("").trim().split(" ")) expect(seen.split(word + " ")).toHaveLength(2);
});

test("both add the first picture at once: one leads, the other stands in the body with its texts [M30]", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Zwei Bilder");
  let waiting = 0;
  const both = gate();
  for (const { page } of [anna, ben])
    await page.route("**/assets", async (route) => {
      const answer = await route.fetch();
      if (++waiting === 2) both.open();
      await both.opened;
      await route.fulfill({ response: answer });
    });
  await anna.choosePicture(await cameraPicture({ name: "a.jpg", colour: "#8f4a35" }));
  await ben.choosePicture(await cameraPicture({ name: "b.jpg", colour: "#354a8f" }));
  for (const page of [anna, ben]) {
    await expect(page.figure(1).caption).toBeVisible();
    await expect(page.figure(2).caption).toBeHidden();
    await page.saved();
  }
  const image = (page: ArticlePage, at: number): Promise<string | null> =>
    page.figure(at).image.getAttribute("src");
  expect(await image(anna, 0)).not.toBe(await image(anna, 1));
  for (const at of [0, 1]) expect(await image(ben, at)).toBe(await image(anna, at));
});
