import type { Locator } from "@playwright/test";
import type { ArticlePage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

const undo = "ControlOrMeta+z";
const redo = "ControlOrMeta+Shift+z";
const lead = (article: ArticlePage): Locator => article.page.getByRole("figure", { name: "Lead picture" });
const inBody = (article: ArticlePage): Locator => article.body.getByRole("figure");
const question = (article: ArticlePage): Locator =>
  article.page.getByRole("dialog", { name: /^Where should the pictures? go/ });
/** What screen readers are told. */
const said = (article: ArticlePage): Locator => article.page.locator("[data-announcer=polite]");

/** The kinds of the body's blocks, down the page; for paragraphs, their words. */
const blocks = (article: ArticlePage): Promise<string[]> =>
  article.body
    .locator("> [data-style], > figure")
    .evaluateAll((all) =>
      all.map((each) => (each.tagName === "FIGURE" ? "picture" : (each.textContent ?? ""))),
    );

async function longArticle(article: ArticlePage): Promise<void> {
  await article.body.focus();
  for (let at = 1; at <= 30; at++) {
    await article.page.keyboard.insertText(`Absatz ${at} mit einigen Wörtern.`);
    if (at < 30) await article.page.keyboard.press("Enter");
  }
}

test("a picture chosen with the caret in the body stands at the caret, also the first one", async ({
  desk,
}) => {
  const article = await desk.open("Am Caret", { as: "Regula" });
  await longArticle(article);
  await article.caretAfter("Absatz 3 mit");
  await article.choosePicture(await cameraPicture());
  await expect(inBody(article)).toHaveCount(1);
  await expect(inBody(article)).toBeInViewport({ ratio: 0.9 });
  await expect(lead(article)).toHaveCount(0);
  expect((await blocks(article)).indexOf("picture")).toBe(3);
  await expect(said(article)).toContainText(
    "Picture added in the text, after “Absatz 3 mit einigen Wörtern.”",
  );

  // From the tools, by keyboard, too.
  await article.caretAfter("Absatz 20 mit");
  await article.page.keyboard.press("Alt+F10");
  const chooser = article.page.waitForEvent("filechooser");
  await article.addPicture.press("Enter");
  await (await chooser).setFiles(await cameraPicture({ name: "zwei.jpg", colour: "#8f4a35" }));
  await expect(inBody(article)).toHaveCount(2);
  await expect(inBody(article).nth(1)).toBeInViewport({ ratio: 0.9 });
  expect((await blocks(article)).lastIndexOf("picture")).toBe(21);
  await article.page.keyboard.press(undo);
  await expect(inBody(article)).toHaveCount(1);
});

test("with the caret in another text the page asks where the picture goes, and shows where it went", async ({
  desk,
}) => {
  const article = await desk.open("Woanders", { as: "Regula" });
  await longArticle(article);
  await article.saved();
  await article.page.reload();
  await article.ready();
  await article.type(article.headline, "Titel");
  const chooser = article.page.waitForEvent("filechooser");
  await article.addPicture.click();
  await (await chooser).setFiles(await cameraPicture());
  await expect(question(article)).toBeVisible();
  await article.page.keyboard.press("Escape");
  await expect(question(article)).toHaveCount(0);
  await expect(article.page.getByRole("progressbar")).toHaveCount(0);
  await expect(inBody(article)).toHaveCount(0);

  await article.headline.focus();
  await article.choosePicture(await cameraPicture(), { to: "Into the text" });
  await expect(inBody(article)).toBeInViewport({ ratio: 0.9 });
  expect((await blocks(article)).slice(29)).toEqual(["Absatz 30 mit einigen Wörtern.", "picture", ""]);
  await expect(said(article)).toContainText("Picture added in the text, after “Absatz 30");

  await article.contact.focus();
  await article.choosePicture(await cameraPicture({ name: "zwei.jpg", colour: "#8f4a35" }), {
    to: "Lead picture",
  });
  await expect(lead(article)).toBeInViewport({ ratio: 0.9 });
  await expect(said(article)).toContainText("Picture added as lead picture");
});

test("a picture becomes the lead picture with its texts and goes back into the text, each in one step", async ({
  desk,
}) => {
  const article = await desk.open("Aufmacher", { as: "Regula" });
  const colleague = await desk.open("Aufmacher", { as: "Emil" });
  const { keyboard } = article.page;
  await article.type(article.body, "Ein Absatz.");
  await article.choosePicture(await cameraPicture());
  await article.type(inBody(article).getByRole("textbox", { name: "Caption" }), "Der See");
  await article.body.focus();

  await inBody(article).getByRole("button", { name: "Make lead picture" }).click();
  await expect(lead(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await expect(inBody(article)).toHaveCount(0);
  await expect(said(article)).toContainText("Now the lead picture");
  await expect(lead(article).getByRole("button", { name: "Move into the text" })).toBeFocused();
  await expect(lead(colleague).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");

  await keyboard.press(undo);
  await expect(lead(article)).toHaveCount(0);
  await expect(inBody(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await keyboard.press(redo);
  await expect(lead(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await expect(inBody(article)).toHaveCount(0);

  await article.caretAfter("Ein Absatz.");
  await article.choosePicture(await cameraPicture({ name: "hafen.jpg", colour: "#8f4a35" }));
  await article.type(inBody(article).getByRole("textbox", { name: "Caption" }), "Der Hafen");
  await inBody(article).getByRole("button", { name: "Make lead picture" }).click();
  await expect(lead(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der Hafen");
  await expect(inBody(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await keyboard.press(undo);
  await expect(lead(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await expect(inBody(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der Hafen");

  await lead(article).getByRole("button", { name: "Move into the text" }).click();
  await expect(lead(article)).toHaveCount(0);
  await expect(inBody(article)).toHaveCount(2);
  await expect(inBody(article).first().getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await expect(said(article)).toContainText("Picture moved to the start of the text");
  await expect(inBody(colleague).first().getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await keyboard.press(undo);
  await expect(lead(article).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
  await expect(inBody(article)).toHaveCount(1);
  await expect(lead(colleague).getByRole("textbox", { name: "Caption" })).toHaveText("Der See");
});

interface Point {
  x: number;
  y: number;
}

/** A place of an element: 0 to 1 across and down. */
async function within(place: Locator, across: number, down: number): Promise<Point> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error("it is not on the page");
  return { x: box.x + box.width * across, y: box.y + box.height * down };
}

/** Takes the picture of a figure with the mouse to a place; `meanwhile` happens with the button down there. */
async function drag(
  article: ArticlePage,
  figure: Locator,
  to: () => Promise<Point>,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  const { mouse } = article.page;
  const from = await within(figure.locator("img"), 0.3, 0.3);
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + 6, from.y + 6);
  const target = await to();
  await mouse.move(target.x - 2, target.y - 1);
  await mouse.move(target.x, target.y);
  await meanwhile();
  await mouse.up();
}

const caption = (figure: Locator): Locator => figure.getByRole("textbox", { name: "Caption" });
const hint = (article: ArticlePage, words: string): Locator => article.page.getByText(words, { exact: true });
const wide = { width: 900, height: 300 };
const onPicture = "Drop the picture in the text, or at the top as lead picture";
const onLead = "Drop the lead picture where you want it in the text";

test("a picture dragged to the lead picture's place leads, and goes back where it is dropped, each in one step", async ({
  desk,
}) => {
  const article = await desk.open("Gezogen", { as: "Regula" });
  const colleague = await desk.open("Gezogen", { as: "Emil" });
  const { keyboard } = article.page;
  await article.body.focus();
  for (const words of ["Eins.", "Zwei.", "Drei."]) {
    await keyboard.insertText(words);
    if (words !== "Drei.") await keyboard.press("Enter");
  }
  await article.choosePicture(await cameraPicture(wide));
  await article.type(caption(inBody(article)), "Der See");
  await article.saved();

  // The place is free.
  const free = article.page.getByRole("button", { name: "Choose a lead picture" });
  await drag(
    article,
    inBody(article),
    () => within(free, 0.5, 0.5),
    () => expect(hint(article, onPicture)).toBeVisible(),
  );
  await expect(caption(lead(article))).toHaveText("Der See");
  await expect(inBody(article)).toHaveCount(0);
  await expect(said(article)).toContainText("Now the lead picture");
  await expect(hint(article, onPicture)).toHaveCount(0);
  await expect(lead(article).getByRole("button", { name: "Move into the text" })).toBeFocused();
  await expect(caption(lead(colleague))).toHaveText("Der See");
  await keyboard.press(undo);
  await expect(lead(article)).toHaveCount(0);
  await expect(caption(inBody(article))).toHaveText("Der See");
  await keyboard.press(redo);
  await expect(caption(lead(article))).toHaveText("Der See");

  // Into the text, between two paragraphs.
  await drag(
    article,
    lead(article),
    () => within(article.blocks("paragraph").nth(1), 0.2, 0.8),
    async () => {
      await expect(hint(article, onLead)).toBeVisible();
      await expect(article.page.locator(".drop-cursor")).toBeVisible();
    },
  );
  await expect.poll(() => blocks(article)).toEqual(["Eins.", "Zwei.", "picture", "Drei.", ""]);
  await expect(lead(article)).toHaveCount(0);
  await expect(caption(inBody(article))).toHaveText("Der See");
  await expect(said(article)).toContainText("Picture moved into the text, after “Zwei.”");
  await expect(hint(article, onLead)).toHaveCount(0);
  await expect(article.page.locator(".drop-cursor")).toHaveCount(0);
  await expect.poll(() => blocks(colleague)).toEqual(["Eins.", "Zwei.", "picture", "Drei.", ""]);
  await keyboard.press(undo);
  await expect(caption(lead(article))).toHaveText("Der See");
  await expect(inBody(article)).toHaveCount(0);

  // The place is taken, and the picture dropped on its caption.
  await article.caretAfter("Drei.");
  await article.choosePicture(await cameraPicture({ name: "hafen.jpg", colour: "#8f4a35", ...wide }));
  await article.type(caption(inBody(article)), "Der Hafen");
  await drag(article, inBody(article), () => within(caption(lead(article)), 0.1, 0.5));
  await expect(caption(lead(article))).toHaveText("Der Hafen");
  await expect(caption(inBody(article))).toHaveText("Der See");
  await expect.poll(() => blocks(article)).toEqual(["Eins.", "Zwei.", "Drei.", "picture", ""]);
  await keyboard.press(undo);
  await expect(caption(lead(article))).toHaveText("Der See");
  await expect(caption(inBody(article))).toHaveText("Der Hafen");

  // Dropped where no picture goes, the lead picture stays.
  await drag(article, lead(article), () => within(article.headline, 0.5, 0.5));
  await drag(article, lead(article), () => within(caption(lead(article)), 0.1, 0.5));
  await expect(caption(lead(article))).toHaveText("Der See");
  await expect(inBody(article)).toHaveCount(1);
  await expect(article.headline).toHaveText("");
  await article.saved();
  await article.keeps(async (page) => {
    await expect(caption(lead(page))).toHaveText("Der See");
    await expect(caption(inBody(page))).toHaveText("Der Hafen");
  });
});

test("of a picture that stands twice in the text, the one that was dragged leads", async ({ desk }) => {
  const article = await desk.open("Doppelt", { as: "Regula" });
  const { keyboard } = article.page;
  await article.type(article.body, "Eins.");
  await article.choosePicture(await cameraPicture(wide));
  await inBody(article).locator("img").click();
  await keyboard.press("ControlOrMeta+c");
  await article.caretAfter("Eins.");
  await keyboard.press("Enter");
  await keyboard.insertText("Zwei.");
  await keyboard.press("ControlOrMeta+v");
  await expect.poll(() => blocks(article)).toEqual(["Eins.", "Zwei.", "picture", "picture", ""]);
  await article.caretAfter("Zwei.");
  await keyboard.press("Alt+ArrowDown");
  await expect.poll(() => blocks(article)).toEqual(["Eins.", "picture", "Zwei.", "picture", ""]);
  const free = article.page.getByRole("button", { name: "Choose a lead picture" });
  await drag(article, inBody(article).nth(1), () => within(free, 0.5, 0.5));
  await expect(lead(article)).toBeVisible();
  await expect.poll(() => blocks(article)).toEqual(["Eins.", "picture", "Zwei.", ""]);
});

test("a lead picture that two people drag to two places of the text at once stands there once [M33]", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Zweimal gezogen");
  await anna.type(anna.body, "Eins.");
  await anna.page.keyboard.press("Enter");
  await anna.page.keyboard.insertText("Zwei.");
  await anna.headline.focus();
  await anna.choosePicture(await cameraPicture(wide), { to: "Lead picture" });
  await expect(lead(ben)).toBeVisible();
  await anna.saved();
  const pull = (article: ArticlePage, down: number) => async (): Promise<void> => {
    await drag(article, lead(article), () => within(article.blocks("paragraph").nth(down), 0.2, 0.8));
    await expect(inBody(article)).toHaveCount(1);
  };
  await desk.apart(["Anna", pull(anna, 0)], ["Ben", pull(ben, 1)]);
  for (const article of [anna, ben]) {
    await article.saved();
    await expect(inBody(article)).toHaveCount(1);
    await expect(lead(article)).toHaveCount(0);
  }
  expect(await blocks(anna)).toEqual(await blocks(ben));
});

test("a lead picture that two people move into the text at once stands there once [M33]", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Zweimal");
  await anna.choosePicture(await cameraPicture());
  await expect(lead(ben)).toBeVisible();
  await anna.saved();
  const move = (article: ArticlePage) => async (): Promise<void> => {
    await lead(article).getByRole("button", { name: "Move into the text" }).click();
    await expect(inBody(article)).toHaveCount(1);
  };
  await desk.apart(["Anna", move(anna)], ["Ben", move(ben)]);
  for (const article of [anna, ben]) {
    await article.saved();
    await expect(inBody(article)).toHaveCount(1);
    await expect(lead(article)).toHaveCount(0);
  }
});

test("who comes into an empty body by keyboard and adds a picture writes on below it", async ({ desk }) => {
  const article = await desk.open("Mit der Tastatur", { as: "Regula" });
  const { keyboard } = article.page;
  await article.headline.focus();
  while (!(await article.body.evaluate((body) => body === document.activeElement)))
    await keyboard.press("Tab");
  await article.choosePicture(await cameraPicture());
  await expect(inBody(article)).toBeVisible();
  await keyboard.type("Unter dem Bild.");
  await expect(article.body).toContainText("Unter dem Bild.");
  await article.saved();
});
