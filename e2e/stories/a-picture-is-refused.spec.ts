import { animation, cameraPicture, drawing, textCalledPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

for (const [what, file] of [
  ["a text called .jpg", textCalledPicture],
  ["an SVG drawing", drawing],
] as const) {
  test(`${what} is refused with a reason, and nothing is lost`, async ({ desk }) => {
    const article = await desk.open("Bild", { as: "Regula" });
    await article.type(article.body, "Text bleibt.");
    await article.choosePicture(file);
    await expect(article.page.getByRole("alert").filter({ hasText: /picture|JPEG/i })).toBeVisible();
    await expect(article.figure().caption).toHaveCount(0);
    await expect(article.body).toHaveText("Text bleibt.");

    await article.choosePicture(await cameraPicture());
    await expect(article.figure().caption).toBeVisible();
    await article.saved();
  });
}

test("an empty, a cut-off and a foreign file each say what is wrong with them, and leave no ghost in the text", async ({
  desk,
}) => {
  const article = await desk.open("Kaputt", { as: "Regula" });
  const { page } = article;
  const photo = await cameraPicture();
  await article.choosePicture(photo);
  await expect(article.figure().caption).toBeVisible();
  await article.body.focus();
  const cut = {
    ...photo,
    name: "abgeschnitten.jpg",
    buffer: photo.buffer.subarray(0, photo.buffer.length * 0.4),
  };
  for (const [file, words] of [
    [{ ...photo, name: "leer.jpg", buffer: Buffer.alloc(0) }, "This file is empty."],
    [cut, "This picture can't be read: the file is incomplete or damaged."],
    [textCalledPicture, "This file isn't a picture."],
  ] as const) {
    await article.choosePicture(file);
    const said = page.getByRole("listitem").filter({ hasText: file.name });
    await expect(said.getByRole("alert")).toContainText(words);
  }
  await expect(page.getByRole("alert")).toHaveCount(3);
  await expect(page.locator(".upload-placeholder")).toHaveCount(0);

  // Every browser shows it, and so do we.
  await article.choosePicture({ ...photo, name: "ohne-ende.jpg", buffer: photo.buffer.subarray(0, -2) });
  await expect(article.figure(1).caption).toBeVisible();
});

test("whoever adds an animation reads at the picture that it stands still", async ({ desk }) => {
  const article = await desk.open("Bewegt", { as: "Regula" });
  await article.choosePicture(await animation());
  const figure = article.page.getByRole("group", { name: "Lead picture" });
  await expect(figure.getByText("stands still here")).toBeVisible();
  await figure.getByRole("button", { name: "OK" }).click();
  await expect(figure.getByText("stands still here")).toHaveCount(0);
});

test("one picture leads, the next stands in the body, and neither carries the camera's data out", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const article = await desk.open("Bild", { as: "Regula" });
  const colleague = await desk.open("Bild", { as: "Emil" });
  await article.choosePicture(await cameraPicture({ name: "erstes.jpg" }));
  await article.type(article.figure().caption, "Das erste Bild");
  await article.type(article.body, "Ein Absatz.");
  await article.choosePicture(await cameraPicture({ name: "zweites.jpg", colour: "#8f4a35" }));
  await expect(article.figure(1).caption).toBeVisible();
  await colleague.type(colleague.figure(1).caption, "Das zweite Bild");
  await expect(article.figure(1).caption).toHaveText("Das zweite Bild");
  await colleague.saved();
  await article.saved();

  const html = await desk.exported(article.articleId, "html");
  const shownText = (html.split("<body")[1] ?? "").replace(/<[^>]+>/g, "");
  const places = ["Das erste Bild", "Ein Absatz.", "Das zweite Bild"].map((text) => shownText.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places.toSorted((a, b) => a - b)).toEqual(places);
  const embedded = [...html.matchAll(/data:image\/[a-z]+;base64,([A-Za-z0-9+/=]+)/g)].map(([, data]) =>
    Buffer.from(data ?? "", "base64"),
  );
  expect(embedded.length).toBeGreaterThanOrEqual(2);
  for (const picture of embedded) expect(picture.includes("SERIAL-4711")).toBe(false);

  const src = await article.figure().image.getAttribute("src");
  const shown = await reporter.context.request.get(src ?? "");
  expect(shown.ok()).toBe(true);
  expect((await shown.body()).includes("SERIAL-4711")).toBe(false);
});

test("a file that is no picture is told to be none when it is dropped", async ({ desk }) => {
  const article = await desk.open("Ablage", { as: "Regula" });
  await article.type(article.body, "Text bleibt.");
  await article.body.evaluate((body) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["PK"], "bericht.docx", { type: "application/msword" }));
    body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(
    article.page.getByRole("alert").filter({ hasText: "This file isn't a picture" }),
  ).toBeVisible();
  await expect(article.body).toHaveText("Text bleibt.");
});

test("whoever leaves while a picture is on its way is asked, or it goes on when they come back", async ({
  desk,
}) => {
  const article = await desk.open("Aufbruch", { as: "Regula" });
  const { page } = article;
  await article.type(article.body, "Ein Absatz.");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("Noch einer.");
  await article.caretAfter("Ein Absatz.");
  await page.route("**/assets", () => {});
  await article.choosePicture(await cameraPicture({ name: "brücke.jpg" }));
  await expect(page.getByRole("progressbar")).toBeVisible();
  const expectAsked = async (): Promise<void> => {
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe("beforeunload");
    await question.dismiss();
  };
  await expectAsked();

  // By a link, and by the browser's own way back.
  await page.getByRole("link", { name: "Desk" }).click();
  await expect(page.getByText("“brücke.jpg” hasn't been added yet").first()).toBeVisible();
  await expectAsked();
  await page.getByRole("button", { name: "Open the article" }).click();
  await article.ready();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("button", { name: "New article" })).toBeVisible();
  await page.unroute("**/assets");
  await page.goForward();
  await expect(article.body.getByRole("figure")).toHaveCount(1);
  const blocks = article.body.locator("> [data-style], > figure");
  await expect(blocks.nth(0)).toHaveText("Ein Absatz.");
  await expect(blocks.nth(1).getByRole("textbox", { name: "Caption" })).toBeVisible();
  await expect(blocks.nth(2)).toHaveText("Noch einer.");
});
