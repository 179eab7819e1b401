import { agencyStory as story } from "../support/agencyStory.ts";
import type { ArticlePage } from "../support/pages.ts";
import { blocksOf, paste } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

const offer = (article: ArticlePage, name: string) => article.page.getByRole("button", { name });
const fieldsOf = (article: ArticlePage): Promise<string[]> =>
  Promise.all(
    [article.kicker, article.headline, article.dateline, article.source].map((field) => field.innerText()),
  );
const paragraph = (text: string): string => `paragraph: ${text}`;

test("a report as a page shows it fills the fields, in one step of the history", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Von einer Seite");
  const lines = [
    ...story.section.split(" › "),
    story.headline,
    story.kicker,
    story.headline,
    story.dateline,
    ...story.paragraphs,
    `Quelle: ${story.source}`,
    story.contact,
  ];
  await paste(anna.body, { html: lines.map((line) => `<p>${line}</p>`).join("") });
  await expect(anna.page.getByText("It can fill Kicker, Headline, Dateline and Source.")).toBeVisible();
  const pasted = await blocksOf(anna.body);
  await offer(anna, "Fill the fields").click();
  for (const article of [anna, ben]) {
    await expect
      .poll(() => fieldsOf(article))
      .toEqual([story.kicker, story.headline, story.dateline, story.source]);
    await expect
      .poll(() => blocksOf(article.body))
      .toEqual([
        ...story.section.split(" › ").map(paragraph),
        ...story.paragraphs.map(paragraph),
        `paragraph: <a mailto:${story.contact}>${story.contact}</a>`,
      ]);
  }
  await anna.body.focus();
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => blocksOf(ben.body)).toEqual(pasted);
  await expect.poll(async () => (await fieldsOf(ben)).map((text) => text.trim())).toEqual(["", "", "", ""]);
});

test("a report set to one width fills what is empty, and its lines are joined", async ({ desk }) => {
  const anna = await desk.open("Vom Draht", { as: "Anna" });
  await anna.type(anna.headline, "Eigener Titel");
  const wire = [
    "Nordinsel",
    story.headline,
    "",
    "Hauptstadt, 30. August (sda/dpa) - Merania und Halvland",
    "verhandeln wieder über den Betrieb der einzigen Fähre",
    "zur Nordinsel. Das teilte das Verkehrsministerium am",
    "Freitag in der Hauptstadt mit, wie es am Abend hiess.",
  ];
  await paste(anna.body, { text: wire.join("\n") });
  await offer(anna, "Fill the fields").click();
  await expect
    .poll(() => fieldsOf(anna))
    .toEqual(["Nordinsel", "Eigener Titel", "Hauptstadt, 30. August", "sda/dpa"]);
  await expect
    .poll(() => blocksOf(anna.body))
    .toEqual([
      paragraph(story.headline),
      paragraph(
        "Merania und Halvland verhandeln wieder über den Betrieb der einzigen Fähre zur Nordinsel. Das teilte das Verkehrsministerium am Freitag in der Hauptstadt mit, wie es am Abend hiess.",
      ),
    ]);
});

test("of a long text only the first line comes into a field, and the rest is offered to the body", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Lang");
  await paste(anna.headline, { text: [story.headline, ...story.paragraphs].join("\n\n") });
  await expect(anna.headline).toHaveText(story.headline);
  await offer(anna, "Put the rest into the body").click();
  await expect.poll(() => blocksOf(ben.body)).toEqual(story.paragraphs.map(paragraph));
  await expect(ben.headline).toHaveText(story.headline);
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect.poll(() => blocksOf(ben.body)).toEqual(["paragraph: "]);
  await expect(ben.headline).toHaveText(story.headline);

  await paste(anna.kicker, { text: "Zwei kurze\nZeilen" });
  await expect(anna.kicker).toHaveText("Zwei kurze Zeilen");
});
