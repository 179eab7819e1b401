import type { Page } from "@playwright/test";
import { expect, test } from "../support/test.ts";

const line = (page: Page) => page.getByRole("contentinfo").last().getByRole("button");
const row = (page: Page, name: string) => page.getByRole("row", { name });

test("two people write towards a length, and a guest reads the figures", async ({ desk }) => {
  const reporter = await desk.open("Fährstreit", { as: "Regula" });
  await reporter.type(reporter.headline, "Streit um die Fähre");
  await reporter.type(reporter.body, "Er zahlte 1'284 Franken – «viel» zu viel.");
  await expect(line(reporter.page)).toHaveText("11 words · 60 characters · 1 min");

  await test.step("what is selected is counted, also with the panel open", async () => {
    await reporter.page.keyboard.press("Shift+Control+ArrowLeft");
    await reporter.page.keyboard.press("Shift+Control+ArrowLeft");
    await expect(line(reporter.page)).toHaveText(/^Selected: 1 word · 5 characters/);
    await reporter.page.keyboard.press("ArrowRight");
    await expect(line(reporter.page)).toHaveText(/^11 words/);
  });

  await test.step("all figures by keyboard; captions stand apart", async () => {
    await line(reporter.page).press("Enter");
    await expect(row(reporter.page, "Headline")).toHaveText("Headline41916");
    await expect(row(reporter.page, "Article")).toHaveText("Article116050");
    await expect(row(reporter.page, "Captions")).toHaveText("Captions000");
  });

  const target = reporter.page.getByRole("textbox", { name: "Target length in characters" });
  await test.step("a target is a whole number", async () => {
    await target.fill("lang");
    await target.press("Enter");
    await expect(reporter.page.getByText("Enter a whole number, such as 2,500.")).toBeVisible();
    await target.fill("0");
    await target.press("Enter");
    await expect(reporter.page.getByText("Enter a number from 1 to 500,000.")).toBeVisible();
    await expect(line(reporter.page)).toHaveText(/60 characters/);
    await target.fill("1'000");
    await target.press("Enter");
    await expect(line(reporter.page)).toHaveText(/60 of 1,000 characters.*940 left$/);
    await reporter.page.keyboard.press("Escape");
    await expect(target).toBeHidden();
  });

  const editor = await desk.open("Fährstreit", { as: "Emil" });
  await test.step("everybody sees it, and its setter can take it back", async () => {
    await expect(line(editor.page)).toHaveText(/940 left$/);
    await line(editor.page).click();
    await editor.page.getByRole("textbox", { name: "Target length in characters" }).fill("62");
    await editor.page.getByRole("button", { name: "Set", exact: true }).click();
    await expect(line(reporter.page)).toHaveText(/60 of 62 characters.*on target$/);
    await editor.page.keyboard.press("Escape");
    await editor.type(editor.body, " So nicht!");
    await expect(line(reporter.page)).toHaveText(/70 of 62 characters.*8 over$/);
    await editor.stepUntil("ControlOrMeta+z", editor.body, "Er zahlte 1'284 Franken – «viel» zu viel.");
    await editor.page.keyboard.press("ControlOrMeta+z");
    await expect(line(reporter.page)).toHaveText(/60 of 1,000 characters/);
  });

  await test.step("a guest reads the figures and sets none", async () => {
    const guest = await desk.open("Fährstreit", { as: "Gast", role: "guest" });
    await line(guest.page).click();
    await expect(guest.page.getByText("Target length: 1,000 characters with spaces")).toBeVisible();
    await expect(guest.page.getByRole("textbox", { name: "Target length in characters" })).toHaveCount(0);
    await guest.page.keyboard.press("Escape");
    await guest.page.getByText("Streit um die Fähre").selectText();
    await expect(line(guest.page)).toHaveText(/^Selected: 4 words · 19 characters/);
  });
});
