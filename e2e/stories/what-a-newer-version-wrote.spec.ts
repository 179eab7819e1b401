import * as Y from "yjs";
import { bodyText } from "../../src/domain/article/document.ts";
import { newTerminator } from "../../src/domain/article/flatText.ts";
import { handInPath } from "../../src/domain/protocol/sync.ts";
import { expect, test } from "../support/test.ts";

const poll = { kind: "poll", block: true, question: "Ja?" };
const formula = { kind: "formula", tex: "x^2" };

test("blocks, objects and styles of a newer version keep what they are when they are cut and pasted [P3]", async ({
  desk,
}) => {
  const id = await desk.articleId("Zukunft");
  const { context } = await desk.person("Anna");
  const doc = new Y.Doc();
  const body = bodyText(doc);
  const append = (text: string, style: string): void => {
    body.insert(body.length, text);
    body.insertEmbed(body.length, newTerminator(style, 0));
  };
  append("Anfang", "paragraph");
  append("Formel ", "question");
  body.insertEmbed(body.length - 1, formula);
  body.insertEmbed(body.length, poll);
  append("Ende", "paragraph");
  const answer = await context.request.post(handInPath(id), {
    headers: { "content-type": "application/octet-stream" },
    data: Buffer.from(Y.encodeStateAsUpdate(doc)),
  });
  expect(answer.ok(), await answer.text()).toBe(true);

  const anna = await desk.open("Zukunft", { as: "Anna" });
  const seen = (): Promise<string[]> =>
    anna.body
      .locator("[data-style], .unknown-block")
      .evaluateAll((all) =>
        all.map((e) =>
          e.classList.contains("unknown-block")
            ? "[block]"
            : `${(e as HTMLElement).dataset.style}: ${e.textContent}${e.querySelector(".unknown-inline") ? "[inline]" : ""}`,
        ),
      )
      .then((all) => all.filter((line) => line !== "paragraph: "));
  await expect
    .poll(seen)
    .toEqual(["paragraph: Anfang", "question: Formel [inline]", "[block]", "paragraph: Ende"]);

  // From before the formula's paragraph to the end of the last one, and in again above.
  await anna.caretAfter("Anfang");
  await anna.page.keyboard.press("ArrowRight");
  await anna.page.keyboard.press("ControlOrMeta+Shift+End");
  await anna.page.keyboard.press("ControlOrMeta+x");
  await expect.poll(seen).toEqual(["paragraph: Anfang"]);
  await anna.page.keyboard.press("ControlOrMeta+Home");
  await anna.page.keyboard.press("ControlOrMeta+v");
  const moved = ["question: Formel [inline]", "[block]", "paragraph: Ende", "paragraph: Anfang"];
  await expect.poll(seen).toEqual(moved);
  await anna.saved();
  await anna.page.reload();
  await anna.ready();
  await expect.poll(seen).toEqual(moved);
});
