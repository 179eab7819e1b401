import { blocksOf, paste } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

test("typed addresses become links; one Backspace or one undo takes the link back", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Adressen");
  const { keyboard } = anna.page;
  const link = "<a https://www.example.org>www.example.org</a>";
  await anna.type(anna.body, "Mehr auf www.example.org, sagt sie.");
  await expect.poll(() => blocksOf(ben.body)).toEqual([`paragraph: Mehr auf ${link}, sagt sie.`]);

  await keyboard.press("Enter");
  await keyboard.type("www.example.org ");
  await expect.poll(async () => (await blocksOf(ben.body))[1]).toBe(`paragraph: ${link} `);
  await keyboard.press("Backspace");
  await expect.poll(async () => (await blocksOf(ben.body))[1]).toBe("paragraph: www.example.org ");
  await keyboard.type("ohne Link");
  await expect.poll(async () => (await blocksOf(ben.body))[1]).toBe("paragraph: www.example.org ohne Link");

  await keyboard.press("Enter");
  await keyboard.type("www.example.org");
  await keyboard.press("Enter");
  await expect
    .poll(async () => (await blocksOf(ben.body)).slice(2))
    .toEqual([`paragraph: ${link}`, "paragraph: "]);
  await keyboard.press("ControlOrMeta+z");
  await expect
    .poll(async () => (await blocksOf(ben.body)).slice(2))
    .toEqual(["paragraph: www.example.org", "paragraph: "]);
  await keyboard.type("weiter");
  await anna.keeps(async ({ body }) => {
    expect((await blocksOf(body)).slice(2)).toEqual(["paragraph: www.example.org", "paragraph: weiter"]);
  });
});

test("a pasted address is a link until one Backspace", async ({ desk }) => {
  const anna = await desk.open("Eingefügte Adresse", { as: "Anna" });
  await paste(anna.body, { text: "https://example.org/a" });
  expect(await blocksOf(anna.body)).toEqual([
    "paragraph: <a https://example.org/a>https://example.org/a</a>",
  ]);
  await anna.page.keyboard.press("Backspace");
  expect(await blocksOf(anna.body)).toEqual(["paragraph: https://example.org/a"]);
});
