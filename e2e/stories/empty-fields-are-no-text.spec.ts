import { expect, test } from "../support/test.ts";

/** What an empty field looks like: `contrast` is that of its hint to the ground below it. */
interface Look {
  slanted: boolean;
  ground: boolean;
  contrast: number;
}

for (const colorScheme of ["light", "dark"] as const)
  test(`an empty field looks like no text, and its hint can be read, in a ${colorScheme} room`, async ({
    desk,
  }) => {
    const article = await desk.open("Leer", { as: "Regula" });
    await article.page.emulateMedia({ colorScheme });
    const { section, kicker, headline, lead, byline, dateline, body, source, contact } = article;
    const look = (field: typeof body): Promise<Look> =>
      field.evaluate((element) => {
        const canvas = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
        /** The luminance of colours painted over each other. */
        const luminance = (...colours: string[]): number => {
          for (const colour of colours) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
          }
          const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const paper = getComputedStyle(element.closest("article") as Element).backgroundColor;
        const { backgroundColor } = getComputedStyle(element);
        const hint = getComputedStyle(element, element.matches("input") ? "::placeholder" : "::before");
        const lights = [luminance(paper, backgroundColor), luminance(paper, backgroundColor, hint.color)];
        return {
          slanted: hint.fontStyle === "italic",
          ground: luminance(paper, backgroundColor) !== luminance(paper),
          contrast: (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05),
        };
      });
    for (const field of [section, kicker, headline, lead, byline, dateline, body, source, contact]) {
      const { slanted, ground, contrast } = await look(field);
      expect([slanted, ground]).toEqual([true, true]);
      expect(contrast).toBeGreaterThanOrEqual(4.5);
    }
    const before = await headline.boundingBox();
    for (const field of [headline, body]) {
      await article.put(field, "W");
      expect((await look(field)).ground).toBe(false);
    }
    expect((await headline.boundingBox())?.height).toBe(before?.height);
    await article.section.fill("News");
    expect((await look(section)).ground).toBe(false);
  });
