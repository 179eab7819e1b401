import { type Clipboard, clipboards } from "../fixtures/clipboards.ts";
import { gate } from "../support/gate.ts";
import type { ArticlePage } from "../support/pages.ts";
import { blocksOf, paste } from "../support/paste.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

/** Empties the body, writes the block of a case and puts the caret where it says. */
async function begin({ body, page }: ArticlePage, { into = "|" }: Clipboard): Promise<void> {
  const { keyboard } = page;
  await body.focus();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.press("Delete");
  await keyboard.press("ControlOrMeta+Alt+0");
  const [before = "", after = ""] = into.replace(/^[>#-] /, "").split("|");
  if (into.startsWith("> ")) await keyboard.press("ControlOrMeta+Shift+b");
  if (into.startsWith("# ")) await keyboard.press("ControlOrMeta+Alt+1");
  if (into.startsWith("- ")) await keyboard.press("ControlOrMeta+Shift+8");
  await keyboard.insertText(before + after);
  for (let left = after.length; left > 0; left--) await keyboard.press("ArrowLeft");
}

test("what other programs copy comes in as it was meant, and one undo takes it back", async ({ desk }) => {
  const regula = await desk.open("Eingefügt", { as: "Regula" });
  for (const clipboard of clipboards) {
    await begin(regula, clipboard);
    const before = await blocksOf(regula.body);
    await paste(regula.body, clipboard);
    expect.soft(await blocksOf(regula.body), clipboard.name).toEqual(clipboard.want);
    await regula.page.keyboard.press("ControlOrMeta+z");
    expect.soft(await blocksOf(regula.body), `${clipboard.name}: undone`).toEqual(before);
  }
});

test("nothing is said of a picture that counts readers, and a text takes words from HTML alone", async ({
  desk,
}) => {
  const regula = await desk.open("Zähler", { as: "Regula" });
  await paste(regula.headline, { html: "<h1>Der <b>Titel</b></h1><p>zwei</p>" });
  await expect(regula.headline).toHaveText("Der Titel zwei");
  await paste(regula.body, { html: `<p>Eins</p><img src="https://elsewhere.example/a.jpg" alt="Brücke">` });
  await expect(regula.page.getByText("One picture couldn't be pasted", { exact: false })).toBeVisible();
  await regula.page.reload();
  await regula.ready();
  await paste(regula.body, {
    html: `<p>Zwei</p><img src="https://elsewhere.example/p.gif" width="1" height="1"><img src="https://elsewhere.example/q.gif" style="display:none">`,
  });
  await expect(regula.body).toContainText("Zwei");
  await expect(regula.page.getByText("couldn't be pasted", { exact: false })).toHaveCount(0);
});

test("lines of a PDF become one paragraph where one wants it, and one undo parts them again", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Zeilen");
  const text =
    "Der Gemeinderat hat an seiner Sitzung vom Montag über die Regie-\nrung beraten und beschlossen, dass die Regierung es auch einmal\nversuchen soll. Ein Entscheid fällt erst im Herbst.";
  await paste(anna.headline, { text });
  await expect(anna.headline).toContainText("über die Regierung beraten");
  await paste(anna.body, { text });
  const lines = text.split("\n").map((line) => `paragraph: ${line}`);
  expect(await blocksOf(anna.body)).toEqual(lines);
  await anna.page.getByRole("button", { name: "Join the lines" }).click();
  const joined = [`paragraph: ${text.replace("Regie-\n", "Regie").replace("\n", " ")}`];
  await expect.poll(() => blocksOf(ben.body)).toEqual(joined);
  await anna.body.focus();
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => blocksOf(ben.body)).toEqual(lines);
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => blocksOf(ben.body)).toEqual(["paragraph: "]);
});

test("a paste in the first moment of a page waits for what reads it, and goes to where the caret was", async ({
  desk,
}) => {
  const regula = await desk.open("Früh", { as: "Regula" });
  await regula.type(regula.body, "Der Plan.");
  await regula.saved();
  const code = gate();
  await regula.page.route("**/incoming-*.js", async (route) => {
    await code.opened;
    await route.continue();
  });
  await regula.page.reload();
  await regula.ready();
  await regula.caretAfter("Der ");
  await paste(regula.body, { html: "<b>alte</b><span>&nbsp;</span>", text: "alte " });
  await regula.page.keyboard.type("neue ");
  expect(await blocksOf(regula.body)).toEqual(["paragraph: Der neue Plan."]);
  code.open();
  await expect.poll(() => blocksOf(regula.body)).toEqual(["paragraph: Der <b>alte</b> neue Plan."]);
  await regula.page.keyboard.type("und ");
  expect(await blocksOf(regula.body)).toEqual(["paragraph: Der <b>alte</b> neue und Plan."]);
});

test("a figure that is copied into another article brings its picture and texts along", async ({ desk }) => {
  const from = await desk.open("Quelle", { as: "Regula" });
  await from.choosePicture(await cameraPicture());
  await expect(from.figure().image).toBeVisible();
  await from.type(from.body, "Vor dem Bild");
  await from.choosePicture(await cameraPicture({ name: "zwei.jpg", colour: "#803030" }));
  await expect(from.figure(1).image).toBeVisible();
  await from.type(from.figure(1).caption, "Die Brücke");
  await from.type(from.figure(1).credit, "Regula Muster");
  await from.body.focus();
  await from.page.keyboard.press("ControlOrMeta+a");
  await from.page.keyboard.press("ControlOrMeta+c");

  const to = await desk.open("Ziel", { as: "Regula" });
  await to.body.focus();
  await to.page.keyboard.press("ControlOrMeta+v");
  await expect(to.figure().caption).toHaveText("Die Brücke");
  await expect(to.page.getByText("couldn't be pasted", { exact: false })).toHaveCount(0);
  await to.keeps(async (article) => {
    await expect(article.figure().image).toBeVisible();
    await expect(article.figure().credit).toHaveText("Regula Muster");
  });
  const html = await desk.exported(to.articleId, "html");
  expect(html).toMatch(
    /<figure class="picture">\n<img src="data:image[^>]*>\n<figcaption><span class="caption">Die Brücke/,
  );

  await to.body.focus();
  await to.page.keyboard.press("ControlOrMeta+a");
  await to.page.keyboard.press("Delete");
  await paste(to.body, {
    html: `<figure data-foureyes-copy="" data-figure="x" data-media="m" data-picture='{"server":"https://elsewhere.example","asset":"${"a".repeat(64)}"}'></figure><p>Text</p>`,
  });
  await expect(to.page.getByText("One picture couldn't be pasted", { exact: false })).toBeVisible();
  await expect(to.body.locator("figure")).toHaveCount(0);
});
