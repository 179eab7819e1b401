import type { Page } from "@playwright/test";
import { blocksOf } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

const page = `<!doctype html><meta charset="utf-8">
<style>.off { display: none } .invisible { visibility: hidden } .tiny { font-size: 0 }
.reader { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0) }
.pre { white-space: pre-wrap }</style>
<h2>Ein Titel der Seite</h2>
<p id="plan">Der Rat hat am <b>Montag</b> den <i>alten</i> Plan
  <a href="https://example.org/plan">verworfen</a>, 10&nbsp;km weit.</p>
<p id="again">Er <span class="off">A</span><span class="invisible">B</span><span class="tiny">C</span><span class="reader">D</span>kommt <del>nie</del> wieder<img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" width="1" height="1">.</p>
<blockquote><p>Das ist gut.</p><ul><li>Sehr.</li></ul></blockquote>
<ol><li>Eins</li><li>Zwei<ul><li>Unter</li></ul></li></ol>
<table><tr><td>Bern</td><td></td><td>2</td></tr><tr><td rowspan="2">Uri</td><td>3</td><td>4</td></tr><tr><td>5</td><td>6</td></tr></table>
<p class="pre">eins  zwei
drei</p><p id="end">شكرا جزيلا</p>`;

/** Selects from some words to the end of others, and copies. */
const copy = async (source: Page, first: string, last: string): Promise<void> => {
  await source.bringToFront();
  await source.evaluate(
    ([first, last]) => {
      const place = (words: string, end: boolean): [Node, number] => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const at = (texts.currentNode.nodeValue ?? "").indexOf(words);
          if (at >= 0) return [texts.currentNode, end ? at + words.length : at];
        }
        throw new Error(`no «${words}»`);
      };
      getSelection()?.setBaseAndExtent(...place(first, false), ...place(last, true));
    },
    [first, last] as const,
  );
  await source.keyboard.press("ControlOrMeta+c");
};

test("what is selected in a page and copied comes in as it looked there", async ({ desk }) => {
  const article = await desk.open("Kopie", { as: "Regula" });
  const source = await (await desk.person("Regula")).context.newPage();
  await source.route("**/source.html", (route) => route.fulfill({ body: page, contentType: "text/html" }));
  await source.goto("/source.html");
  const { body } = article;
  const { keyboard } = article.page;
  const pasted = async (first: string, last: string): Promise<string[]> => {
    await copy(source, first, last);
    await article.page.bringToFront();
    await body.focus();
    await keyboard.press("ControlOrMeta+a");
    await keyboard.press("Delete");
    await keyboard.press("ControlOrMeta+Alt+0");
    await keyboard.type("AZ");
    await keyboard.press("ArrowLeft");
    await keyboard.press("ControlOrMeta+v");
    await expect(body).not.toHaveText("AZ");
    return blocksOf(body);
  };

  expect.soft(await pasted("alten", "alten")).toEqual(["paragraph: A<i>alten</i>Z"]);
  expect.soft(await pasted("Der ", "Der ")).toEqual(["paragraph: ADer Z"]);
  expect.soft(await pasted(" Rat ", " Rat ")).toEqual(["paragraph: A Rat Z"]);
  expect.soft(await pasted(" am ", " den ")).toEqual(["paragraph: A am <b>Montag</b> den Z"]);
  expect.soft(await pasted("Titel ", "Titel ")).toEqual(["paragraph: ATitel Z"]);
  expect
    .soft(await pasted("Seite", "Er "))
    .toEqual([
      "paragraph: ASeite",
      "paragraph: Der Rat hat am <b>Montag</b> den <i>alten</i> Plan <a https://example.org/plan>verworfen</a>, 10\u00a0km weit.",
      "paragraph: Er Z",
    ]);
  const all = await pasted("Ein Titel", "جزيلا");
  expect(all).toEqual([
    "paragraph: AEin Titel der Seite",
    "paragraph: Der Rat hat am <b>Montag</b> den <i>alten</i> Plan <a https://example.org/plan>verworfen</a>, 10\u00a0km weit.",
    "paragraph: Er kommt wieder.",
    "quote: Das ist gut.",
    "quote: Sehr.",
    "number: Eins",
    "number: Zwei",
    "bullet+1: Unter",
    "paragraph: Bern |  | 2",
    "paragraph: Uri | 3 | 4",
    "paragraph:  | 5 | 6",
    "paragraph: eins  zwei/drei",
    "paragraph: شكرا جزيلاZ",
  ]);
  await expect(body.getByText("شكرا جزيلاZ")).toHaveCSS("direction", "rtl");
  await expect(article.page.getByText("couldn't be pasted", { exact: false })).toHaveCount(0);
  await keyboard.press("ControlOrMeta+z");
  expect(await blocksOf(body)).toEqual(["paragraph: AZ"]);
  await keyboard.press("ControlOrMeta+Shift+z");
  expect(await blocksOf(body)).toEqual(all);
  await article.keeps(async (again) => expect(await blocksOf(again.body)).toEqual(all));
  const html = await desk.exported(article.articleId, "fragment");
  expect(html).toContain("<p>Bern |  | 2</p>");
  expect(html).toContain('<p dir="rtl">شكرا جزيلاZ</p>');
});
