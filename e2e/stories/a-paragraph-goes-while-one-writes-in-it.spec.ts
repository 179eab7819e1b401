import type { ArticlePage } from "../support/pages.ts";
import { blocksOf } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

const told = "Ben deleted the paragraph you were writing in.";
const putBack = (article: ArticlePage) =>
  article.page.getByRole("button", { name: "Put the paragraph back" });

/** Anna writes in the second of three paragraphs, in mid-word, and Ben has all of it. */
async function midWord(anna: ArticlePage, ben: ArticlePage): Promise<void> {
  await anna.type(anna.body, "Oben.");
  await anna.page.keyboard.press("Enter");
  await anna.page.keyboard.press("Enter");
  await anna.page.keyboard.type("Unten.");
  await anna.page.keyboard.press("ArrowUp");
  await anna.page.keyboard.type("Der See am Mor");
  const blocks = ["paragraph: Oben.", "paragraph: Der See am Mor", "paragraph: Unten."];
  await expect.poll(() => blocksOf(ben.body)).toEqual(blocks);
  await anna.saved();
}

/** Takes a whole paragraph with its end, or its words alone. */
async function remove(article: ArticlePage, words: string, what: "paragraph" | "words"): Promise<void> {
  await article.caretAfter(words);
  await article.page.keyboard.press("Home");
  await article.page.keyboard.press(what === "words" ? "Shift+End" : "Shift+ArrowDown");
  await article.page.keyboard.press("Delete");
}

const both = (articles: readonly ArticlePage[], blocks: string[]): Promise<void[]> =>
  Promise.all(articles.map((article) => expect.poll(() => blocksOf(article.body)).toEqual(blocks)));

for (const what of ["paragraph", "words"] as const)
  test.describe(`a colleague deletes the ${what}`, () => {
    test("one is told, and gets them back as they were", async ({ desk }) => {
      const [anna, ben] = await desk.openForTwo("Zurück");
      await midWord(anna, ben);
      await remove(ben, "am Mor", what);
      await expect(
        anna.page.getByText(what === "words" ? /deleted the paragraph you were/ : told).first(),
      ).toBeVisible();
      await putBack(anna).click();
      await expect(anna.body).toBeFocused();
      await anna.page.keyboard.type("gen.");
      await both([anna, ben], ["paragraph: Oben.", "paragraph: Der See am Morgen.", "paragraph: Unten."]);
    });

    test("who types on leaves no half word, and gets the rest around it", async ({ desk }) => {
      const [anna, ben] = await desk.openForTwo("Weiter");
      await midWord(anna, ben);
      await remove(ben, "am Mor", what);
      await expect(putBack(anna)).toBeVisible();
      await anna.page.keyboard.type("gen war still.");
      await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen war still.", "paragraph: Unten."]);
      await putBack(anna).click();
      const whole = ["paragraph: Oben.", "paragraph: Der See am Morgen war still.", "paragraph: Unten."];
      await both([anna, ben], whole);
      await anna.page.keyboard.press("ControlOrMeta+z");
      await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen war still.", "paragraph: Unten."]);
    });
  });

for (const what of ["paragraph", "words"] as const)
  test(`one is told of the deleted ${what} on typing on, where the caret was only put there`, async ({
    desk,
  }) => {
    const [anna, ben] = await desk.openForTwo("Hingesetzt");
    await midWord(anna, ben);
    await anna.caretAfter("Unten.");
    await anna.page.keyboard.type(" Ende");
    await anna.caretAfter("am Mor");
    await both([anna, ben], ["paragraph: Oben.", "paragraph: Der See am Mor", "paragraph: Unten. Ende"]);
    await remove(ben, "am Mor", what);
    const left = what === "words" ? ["paragraph: "] : [];
    await both([anna, ben], ["paragraph: Oben.", ...left, "paragraph: Unten. Ende"]);
    await expect(putBack(anna)).toHaveCount(0);
    await anna.page.keyboard.type("gen");
    await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen", "paragraph: Unten. Ende"]);
    await putBack(anna).click();
    await both([anna, ben], ["paragraph: Oben.", "paragraph: Der See am Morgen", "paragraph: Unten. Ende"]);
  });

test("when the next paragraph goes too, one types on in one's own alone", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Beide weg");
  await midWord(anna, ben);
  await remove(ben, "am Mor", "paragraph");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Unten."]);
  await remove(ben, "Unten.", "words");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: "]);
  await anna.page.keyboard.type("gen");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen", "paragraph: "]);
  await expect(putBack(anna)).toHaveCount(1);
});

test("what was on its way stays with its whole word, in a paragraph of its own [M9]", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Unterwegs");
  await midWord(anna, ben);
  await desk.apart(
    ["Anna", () => anna.page.keyboard.type("gen war")],
    ["Ben", () => remove(ben, "am Mor", "paragraph")],
  );
  // Who it was, the page may learn only later.
  await expect(anna.page.getByText(/deleted the paragraph .* Your text was kept\./).first()).toBeVisible();
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen war", "paragraph: Unten."]);
  await anna.caretAfter("Oben.");
  await anna.page.getByRole("button", { name: "Show", exact: true }).click();
  await anna.page.keyboard.type(" still.");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen war still.", "paragraph: Unten."]);
  await anna.keeps(async ({ body }) => {
    expect(await blocksOf(body)).toEqual([
      "paragraph: Oben.",
      "paragraph: Morgen war still.",
      "paragraph: Unten.",
    ]);
  });
});

test("one is told nothing where a colleague moves the paragraph, or changes a part of it", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Verschoben");
  await midWord(anna, ben);
  await ben.caretAfter("am Mor");
  await ben.page.keyboard.press("Alt+ArrowUp");
  await both([anna, ben], ["paragraph: Der See am Mor", "paragraph: Oben.", "paragraph: Unten."]);
  await remove(ben, "Oben", "words");
  await both([anna, ben], ["paragraph: Der See am Mor", "paragraph: ", "paragraph: Unten."]);
  await expect(anna.page.getByText(told)).toHaveCount(0);
});

test("emptied, then removed: one is told once, and it comes back between the same two", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Zweimal");
  await midWord(anna, ben);
  await remove(ben, "am Mor", "words");
  await expect(putBack(anna)).toBeVisible();
  await ben.page.keyboard.press("Backspace");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Unten."]);
  await expect(anna.page.getByText(/deleted the paragraph you were/)).toHaveCount(1);
  await putBack(anna).click();
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Der See am Mor", "paragraph: Unten."]);
  await expect(putBack(anna)).toHaveCount(0);
  await anna.page.keyboard.type("gen.");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Der See am Morgen.", "paragraph: Unten."]);
});

test("deleted letter by letter, an item of a list comes back whole, as such", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Buchstaben");
  await anna.body.focus();
  await anna.page.keyboard.type("- Oben");
  await anna.page.keyboard.press("Enter");
  await anna.page.keyboard.type("Zwei");
  await both([anna, ben], ["bullet: Oben", "bullet: Zwei"]);
  await ben.caretAfter("Zwei");
  for (let presses = 0; presses < "Zwei".length + 2; presses++) await ben.page.keyboard.press("Backspace");
  await both([anna, ben], ["bullet: Oben"]);
  await expect(putBack(anna)).toHaveCount(1);
  await anna.page.keyboard.type("!");
  await both([anna, ben], ["bullet: Oben", "bullet: Zwei!"]);
  await anna.page.keyboard.press("ControlOrMeta+z");
  await putBack(anna).click();
  await both([anna, ben], ["bullet: Oben", "bullet: Zwei"]);
});

test("what one wrote on in its place is offered with the rest when it goes again", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Nochmals");
  await midWord(anna, ben);
  await remove(ben, "am Mor", "paragraph");
  await expect(putBack(anna)).toBeVisible();
  await anna.page.keyboard.type("gen war still.");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Morgen war still.", "paragraph: Unten."]);
  await remove(ben, "war still.", "paragraph");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Unten."]);
  await expect(putBack(anna)).toHaveCount(1);
  await putBack(anna).click();
  const whole = ["paragraph: Oben.", "paragraph: Der See am Morgen war still.", "paragraph: Unten."];
  await both([anna, ben], whole);
});

test("the offer goes when the colleague takes the deletion back", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Reue");
  await midWord(anna, ben);
  await remove(ben, "am Mor", "paragraph");
  await expect(putBack(anna)).toBeVisible();
  // Under the pointer it would stay.
  await putBack(anna).hover();
  await ben.page.keyboard.press("ControlOrMeta+z");
  await both([anna, ben], ["paragraph: Oben.", "paragraph: Der See am Mor", "paragraph: Unten."]);
  await expect(putBack(anna)).toHaveCount(0, { timeout: 3_000 });
});

test("who put it back has it once when the colleague takes the deletion back, too [M23]", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Beide");
  await midWord(anna, ben);
  await remove(ben, "am Mor", "paragraph");
  await putBack(anna).click();
  await anna.page.keyboard.type("gen.");
  const whole = ["paragraph: Oben.", "paragraph: Der See am Morgen.", "paragraph: Unten."];
  await both([anna, ben], whole);
  await ben.page.keyboard.press("ControlOrMeta+z");
  await ben.caretAfter("Unten.");
  await ben.page.keyboard.type("!");
  whole[2] += "!";
  await both([anna, ben], whole);
});

test("when the whole body goes, the paragraph comes back alone", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Alles");
  await midWord(anna, ben);
  await ben.body.focus();
  await ben.page.keyboard.press("ControlOrMeta+a");
  await ben.page.keyboard.press("Delete");
  await both([anna, ben], ["paragraph: "]);
  await putBack(anna).click();
  await expect
    .poll(async () => (await blocksOf(ben.body)).filter((block) => block !== "paragraph: "))
    .toEqual(["paragraph: Der See am Mor"]);
});

test("one is told nothing where the paragraph is joined to the one above", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Verbunden");
  await midWord(anna, ben);
  await ben.caretAfter("am Mor");
  await ben.page.keyboard.press("Home");
  await ben.page.keyboard.press("Backspace");
  await both([anna, ben], ["paragraph: Oben.Der See am Mor", "paragraph: Unten."]);
  await anna.page.keyboard.type("gen");
  await both([anna, ben], ["paragraph: Oben.Der See am Morgen", "paragraph: Unten."]);
  await expect(putBack(anna)).toHaveCount(0);
});
