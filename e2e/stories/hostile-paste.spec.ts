import type { ArticlePage } from "../support/pages.ts";
import { paste } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

const wasRun = (article: ArticlePage): Promise<boolean> => article.page.evaluate(() => "pwned" in window);

test("pasted scripts, handlers and javascript: links neither run nor leave with the export", async ({
  desk,
}) => {
  const anna = await desk.open("Böse", { as: "Regula" });
  const beat = await desk.open("Böse", { as: "Emil" });
  await paste(anna.body, {
    text: "Vorher Klick Nachher",
    html: '<p>Vorher <a href="javascript:window.pwned=1">Klick</a> <img src="x" onerror="window.pwned=1"><script>window.pwned=1</script><b onclick="window.pwned=1">Nachher</b></p><iframe src="javascript:parent.pwned=1"></iframe>',
  });
  await expect(beat.body).toContainText("Vorher Klick");
  await expect(beat.body.locator("strong")).toHaveText("Nachher");
  for (const article of [anna, beat]) {
    await expect(
      article.body.locator("script, iframe, [onerror], [onclick], a[href^=javascript]"),
    ).toHaveCount(0);
    expect(await wasRun(article)).toBe(false);
  }
  await anna.saved();
  const html = await desk.exported(anna.articleId, "html");
  expect(html).not.toMatch(/onerror|onclick|<iframe|javascript:|pwned/);
});

test("a paste from a word processor keeps what is bold, and the console stays quiet", async ({ desk }) => {
  const anna = await desk.open("Fett", { as: "Regula" });
  const complaints: string[] = [];
  anna.page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const clipboard = {
    text: "Fett und mager",
    html: '<!--StartFragment--><p style="margin:0;color:#333"><span style="font-weight:700">Fett</span> und <b style="font-weight:normal">mager</b></p><!--EndFragment-->',
  };
  await paste(anna.headline, clipboard);
  await expect(anna.headline).toHaveText("Fett und mager");
  await paste(anna.body, clipboard);
  await expect(anna.body).toContainText("Fett und mager");
  await expect(anna.body.locator("strong")).toHaveText("Fett");
  await anna.saved();
  expect(complaints).toEqual([]);
});

test("markup typed into any field is text, on the page and in the export", async ({ desk }) => {
  const anna = await desk.open("Zeichen", { as: "Regula" });
  const evil = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>";
  const fields = [
    anna.kicker,
    anna.headline,
    anna.lead,
    anna.byline,
    anna.dateline,
    anna.source,
    anna.contact,
    anna.body,
  ];
  for (const field of fields) await anna.type(field, evil);
  await anna.setSection(`News › ${evil}`);
  await anna.saved();
  const beat = await desk.open("Zeichen", { as: "Emil" });
  for (const field of [beat.kicker, beat.headline, beat.source, beat.contact, beat.body])
    await expect(field).toHaveText(evil);

  for (const format of ["html", "fragment"]) {
    const page = await (await desk.person("Regula")).context.newPage();
    await page.setContent(await desk.exported(anna.articleId, format));
    await expect(page.getByText(evil).first()).toBeVisible();
    expect(await page.evaluate(() => "pwned" in window)).toBe(false);
    await page.close();
  }
  const list = await (await desk.person("Emil")).openDesk();
  await expect(list.article(evil)).toBeVisible();
  expect(await list.page.evaluate(() => "pwned" in window)).toBe(false);
});

test("a megabyte of pasted text arrives whole and is saved", async ({ desk }) => {
  const anna = await desk.open("Viel", { as: "Regula" });
  const beat = await desk.open("Viel", { as: "Emil" });
  const line = "Der Gemeinderat hat das Geschäft an seiner Sitzung vom Montag beraten. ";
  const paragraphs = Array.from({ length: 100 }, (_, i) => `${i}: ${line.repeat(145)}Ende ${i}.`);
  const text = paragraphs.join("\n\n");
  expect(text.length).toBeGreaterThan(1_000_000);
  await paste(anna.body, { text });
  await expect(anna.body).toContainText("Ende 99.", { timeout: 60_000 });
  await expect(anna.saveState).toHaveText(/^Saved/, { timeout: 60_000 });
  await expect(beat.body).toContainText("Ende 99.", { timeout: 60_000 });
  const length = async (article: ArticlePage): Promise<number> =>
    (await article.body.locator("[data-style]").allTextContents()).join("").replace(/\s+/g, "").length;
  expect(await length(beat)).toBe(text.replace(/\s+/g, "").length);
  expect(await length(anna)).toBe(await length(beat));
});

test("a word without end is set without kerning, which would cost seconds a key", async ({ desk }) => {
  const anna = await desk.open("Ohne Ende", { as: "Regula" });
  for (const text of [anna.body, anna.headline]) {
    await expect(text).toHaveCSS("font-kerning", "auto");
    await paste(text, { text: "AV".repeat(25_000) });
    await expect(text).toHaveCSS("font-kerning", "none");
    await anna.page.keyboard.type("x");
    await expect(text).toContainText("AVx");
  }
  await anna.keeps(async ({ body }) => expect(body).toHaveCSS("font-kerning", "none"));
  await anna.body.focus();
  await anna.page.keyboard.press("ControlOrMeta+a");
  await anna.page.keyboard.press("Delete");
  await expect(anna.body).toHaveCSS("font-kerning", "auto");
});

test("control characters are dropped or kept harmless, and typing goes on", async ({ desk }) => {
  const anna = await desk.open("Steuerzeichen", { as: "Regula" });
  const beat = await desk.open("Steuerzeichen", { as: "Emil" });
  await paste(anna.body, { text: "vor\u0000\u0007\u000b\u001b[31m\u2028nach \ud800 Ende" });
  await paste(anna.headline, { text: "Titel\u0000mit\u0007Zeichen" });
  await anna.type(anna.body, " weiter");
  await expect(beat.body).toContainText("Ende weiter");
  await anna.saved();
  const html = await desk.exported(anna.articleId, "html");
  expect(html).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
});
