import { blocksOf } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

test("quotes and dashes are set in the article's language; one Backspace takes it back", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Zeichen");
  const { page, body, headline } = anna;
  await anna.type(body, `"Ja", sagt er -- "so 'ist's'..."`);
  await expect(ben.body).toHaveText("«Ja», sagt er – «so ‹ist’s›…»");
  await page.keyboard.type(' "');
  await page.keyboard.press("Backspace");
  await page.keyboard.type("Zoll");
  await expect(ben.body).toHaveText(`«Ja», sagt er – «so ‹ist’s›…» "Zoll`);

  await test.step("in a field", async () => {
    await anna.type(headline, '27 "Kisten"');
    await expect(headline).toHaveText("27 «Kisten»");
    await page.keyboard.press("Backspace");
    await expect(headline).toHaveText('27 «Kisten"');
    await page.keyboard.press("Backspace");
    await expect(headline).toHaveText("27 «Kisten");
    await page.keyboard.type(" --");
    await page.keyboard.press("Backspace");
    await expect(headline).toHaveText("27 «Kisten --");
  });

  await test.step("lines of three hyphens and addresses are what they were", async () => {
    await body.focus();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("---");
    await page.keyboard.type("www.a--b.example/...");
    await expect
      .poll(async () => (await blocksOf(body)).slice(1))
      .toEqual(["hr", "paragraph: www.a--b.example/..."]);
    await page.keyboard.press("Enter");
  });

  await test.step("in English, and as typed where one wants it so", async () => {
    const choose = async (name: string): Promise<void> => {
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitemradio", { name, exact: true }).click();
      await page.keyboard.press("Escape");
      await anna.lead.focus();
    };
    await choose("English");
    await page.keyboard.type('"It\'s so" ');
    await expect(anna.lead).toHaveText("“It’s so”");
    await choose("Leave as typed");
    await page.keyboard.type('"so"--');
    await expect(anna.lead).toHaveText('“It’s so” "so"--');
    await page.reload();
    await anna.ready();
    await anna.type(anna.lead, ' "x"');
    await anna.keeps(async ({ lead }) => expect(lead).toHaveText('“It’s so” "so"-- "x"'));
  });
});
