import type { Locator } from "@playwright/test";
import type { ArticlePage } from "../support/pages.ts";
import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

const dense =
  "Die Gemeinde hat am Montagabend beschlossen, dass der Winterfahrplan der Fähre bis auf Weiteres gilt, obwohl die Reederei «erhebliche Bedenken» angemeldet hatte und die Frist für Einsprachen noch bis Ende November läuft.";

/** How many pairs of a name tag and a line of text have a point in common; and how many tags there are. */
const covered = (article: ArticlePage): Promise<{ tags: number; lines: number; covered: string[] }> =>
  article.page.evaluate(() => {
    const lines = [...document.querySelectorAll(".article-text")].flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    });
    const tags = [...document.querySelectorAll(".caret-tag")];
    const found = tags.flatMap((tag) => {
      const box = tag.getBoundingClientRect();
      return lines
        .filter((l) => l.left < box.right && l.right > box.left && l.top < box.bottom && l.bottom > box.top)
        .map((l) => `${tag.textContent} over a line at ${Math.round(l.left)}, ${Math.round(l.top)}`);
    });
    const boxes = tags.map((tag) => tag.getBoundingClientRect());
    boxes.forEach((a, i) =>
      boxes.slice(i + 1).forEach((b) => {
        if (a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right)
          found.push("two names over each other");
      }),
    );
    return { tags: tags.length, lines: lines.length, covered: found };
  });

const middle = (bar: { y: number; height: number } | null): number => (bar ? bar.y + bar.height / 2 : -1);

for (const viewport of [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
])
  test(`at ${viewport.width} pixels the names of three people on one line cover no text`, async ({
    desk,
  }) => {
    const reader = await desk.open("Namen", { as: "Regula Reader" });
    await reader.page.setViewportSize(viewport);
    const people = await Promise.all(
      ["Anna Amsler", "Ben Baumgartner", "Carla Cavelti-Deplazes"].map((as) => desk.open("Namen", { as })),
    );
    const [anna] = people as [ArticlePage, ...ArticlePage[]];
    await anna.put(anna.headline, "Fährstreit auf der Nordinsel: beide Regierungen reden wieder miteinander");
    await anna.put(anna.body, dense);
    await anna.page.keyboard.press("Enter");
    await anna.page.keyboard.insertText(dense);
    await anna.choosePicture(await cameraPicture({ name: "hafen.jpg" }));
    await anna.put(anna.figure().caption, "Die Fähre im Hafen von Nordinsel, von der Mole aus gesehen.");
    await expect(reader.figure().caption).toContainText("Mole");

    const texts: ((page: ArticlePage) => Locator)[] = [
      (page) => page.headline,
      (page) => page.figure().caption,
      (page) => page.body,
    ];
    for (const text of texts) {
      for (const person of people) {
        await text(person).focus();
        await person.page.keyboard.press("ControlOrMeta+Home");
        await person.page.keyboard.press("ArrowRight");
      }
      const tags = reader.page.locator(".caret-tag");
      await expect(tags).toHaveCount(3);
      await expect
        .poll(async () => {
          const box = await text(reader).boundingBox();
          const bars = await reader.page.locator(".caret").all();
          const boxes = await Promise.all(bars.map((bar) => bar.boundingBox()));
          return boxes.every(
            (bar) => middle(bar) > (box?.y ?? 0) && middle(bar) < (box?.y ?? 0) + (box?.height ?? 0),
          );
        })
        .toBe(true);
      const seen = await covered(reader);
      expect(seen.covered).toEqual([]);
      expect(seen.lines).toBeGreaterThan(5);
      for (const person of people) await person.page.keyboard.press("End");
      expect((await covered(reader)).covered).toEqual([]);
    }
    expect(
      await reader.page.evaluate(
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
      ),
    ).toBe(true);
  });

test("one sees who writes where, and a press leads there", async ({ desk }) => {
  const reader = await desk.open("Wo", { as: "Regula" });
  const ben = await desk.open("Wo", { as: "Ben Baum" });
  const announced = reader.page.locator("[data-announcer=polite]");
  await expect(announced).toContainText("Ben Baum joined");
  for (let i = 0; i < 12; i++) {
    await ben.put(ben.body, `${i} ${dense}`);
    await ben.page.keyboard.press("Enter");
  }
  const mark = reader.page
    .getByRole("list", { name: "Who is here" })
    .getByRole("button", { name: /Ben Baum/ });
  await expect(mark).toHaveAccessibleName("Go to Ben Baum (Body)");
  await ben.lead.focus();
  await expect(mark).toHaveAccessibleName("Go to Ben Baum (Lead)");
  await ben.body.focus();
  await ben.page.keyboard.press("ControlOrMeta+End");
  await expect(mark).toHaveAccessibleName("Go to Ben Baum (Body)");

  await reader.headline.focus();
  await reader.page.evaluate(() => scrollTo(0, 0));
  await mark.focus();
  await mark.press("Enter");
  await expect(reader.page.locator(".caret")).toBeInViewport();
  await expect(reader.body).not.toBeFocused();
  const header = await reader.page.locator("header").first().boundingBox();
  const caret = await reader.page.locator(".caret").boundingBox();
  expect(caret!.y).toBeGreaterThan(header!.y + header!.height);
  await mark.press("Enter");
  await expect(reader.body).toBeFocused();

  await ben.page.keyboard.press("Shift+ControlOrMeta+Home");
  await expect
    .poll(() =>
      reader.page.evaluate(
        () =>
          [...CSS.highlights.values()]
            .flatMap((of) => [...of])
            .map(String)
            .join("").length,
      ),
    )
    .toBeGreaterThan(1000);
  const selected = await reader.body.evaluate((body) =>
    [...CSS.highlights.keys()].map(
      (name) => getComputedStyle(body.firstElementChild!, `::highlight(${name})`).backgroundColor,
    ),
  );
  expect(selected).toEqual([expect.stringMatching(/^color\(srgb .* \/ 0\.24\)$/)]);
  await ben.page.close();
  await expect(reader.page.locator(".caret")).toHaveCount(0);
  await expect(announced).toContainText("Ben Baum left");
});

test("a colleague's caret stays at its letter while one writes above it and before it", async ({ desk }) => {
  const writer = await desk.open("Nebeneinander", { as: "Regula" });
  const ben = await desk.open("Nebeneinander", { as: "Ben Baum" });
  await ben.put(ben.body, "Oben.");
  await ben.page.keyboard.press("Enter");
  await ben.page.keyboard.insertText("Unten.");
  const bar = writer.page.locator(".caret");
  await expect(bar).toBeVisible();
  const fromItsLetter = () =>
    writer.body.evaluate((body) => {
      const range = document.createRange();
      range.selectNodeContents(body.lastElementChild!);
      const letters = range.getBoundingClientRect();
      const at = document.querySelector(".caret")!.getBoundingClientRect();
      return Math.round(Math.hypot(at.left + at.width / 2 - letters.right, at.bottom - letters.bottom));
    });
  await expect.poll(fromItsLetter).toBeLessThan(3);

  // Two paragraphs leave room in the body, which stays as high as it is.
  await writer.body.getByText("Oben.").click();
  await writer.page.keyboard.press("End");
  const height = (await writer.body.boundingBox())?.height;
  await writer.page.keyboard.type(" Wer oben schreibt, bis die Zeile voll ist und noch eine dazu,");
  await writer.page.keyboard.type(" schiebt die andere tiefer, und wer dort steht, geht mit.");
  await expect.poll(fromItsLetter).toBeLessThan(3);
  expect((await writer.body.boundingBox())?.height).toBe(height);

  await writer.body.getByText("Unten.").click();
  await writer.page.keyboard.press("Home");
  await writer.page.keyboard.type("Weiter ");
  await expect.poll(fromItsLetter).toBeLessThan(3);
});
