import type { Locator, Page } from "@playwright/test";
import { blocksOf, paste } from "../support/paste.ts";
import { expect, test } from "../support/test.ts";

const tool = (page: Page, name: string): Locator =>
  page.getByRole("toolbar").getByRole("button", { name, exact: true });
const cardOf = (page: Page): Locator => page.getByRole("group", { name: "Link", exact: true });

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 1 });

  test("a list is nested and un-nested by touch", async ({ desk }) => {
    const anna = await desk.open("Liste", { as: "Anna" });
    const { page, body } = anna;
    await body.tap();
    await expect(tool(page, "Increase indent")).toHaveCount(0);
    await tool(page, "Bulleted list").tap();
    await page.keyboard.insertText("Schiffe");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("Zwei neue");
    await expect(tool(page, "Decrease indent")).toHaveAttribute("aria-disabled", "true");
    await tool(page, "Increase indent").tap();
    await expect.poll(() => blocksOf(body)).toEqual(["bullet: Schiffe", "bullet+1: Zwei neue"]);
    await expect(tool(page, "Increase indent")).toHaveAttribute("aria-disabled", "true");
    await expect(body).toBeFocused();
    await tool(page, "Decrease indent").tap();
    await expect.poll(() => blocksOf(body)).toEqual(["bullet: Schiffe", "bullet: Zwei neue"]);
    await tool(page, "Undo").tap();
    await expect.poll(() => blocksOf(body)).toEqual(["bullet: Schiffe", "bullet+1: Zwei neue"]);

    await anna.headline.tap();
    await tool(page, "Bold").tap({ force: true });
    await expect(page.getByText("Only the body can be formatted.").first()).toBeVisible();
  });
});

test("a pressed link shows where it leads, and is opened, changed and removed there", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Links");
  const { page, body } = anna;
  const card = cardOf(page);
  await anna.type(body, "Vor dem Bericht steht ein Satz.");
  await anna.caretAfter("Bericht", { select: true });
  await anna.setLink("example.org/bericht");
  const link = body.getByRole("link");
  const press = async (): Promise<void> => {
    await link.click();
    await expect(card).toBeVisible();
  };

  await press();
  await expect(card).toContainText("https://example.org/bericht");
  await expect(body).toBeFocused();
  const popup = page.waitForEvent("popup");
  await card.getByRole("button", { name: "Open link" }).click();
  expect(await (await popup).evaluate(() => window.opener)).toBeNull();
  await expect(card).toHaveCount(0);

  await test.step("by keyboard", async () => {
    await press();
    await page.keyboard.press("Tab");
    await expect(card.getByRole("button", { name: "Open link" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(card).toHaveCount(0);
    await expect(body).toBeFocused();
    await press();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Link address" }).fill("müller.example/straße");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => blocksOf(ben.body))
      .toEqual(["paragraph: Vor dem <a https://müller.example/straße>Bericht</a> steht ein Satz."]);
  });

  await test.step("while a colleague writes above, and in the link", async () => {
    await press();
    const below = async (): Promise<number> =>
      ((await card.boundingBox())?.y ?? 0) - ((await link.boundingBox())?.y ?? 0);
    const before = await below();
    await ben.body.focus();
    await ben.page.keyboard.press("ControlOrMeta+Home");
    await ben.page.keyboard.type("Ben");
    await ben.page.keyboard.press("Enter");
    await expect(body.locator("p, [data-style]")).toHaveCount(2);
    await expect.poll(below).toBe(before);
    await page.keyboard.type("s");
    await expect(card).toHaveCount(0);
  });

  await link.click();
  await card.getByRole("button", { name: "Remove link" }).click();
  await expect(link).toHaveCount(0);
  await expect(body).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(link).toHaveCount(1);
});

test("e-mail addresses become links as web addresses do, where they are beyond doubt", async ({ desk }) => {
  const anna = await desk.open("E-Mail", { as: "Anna" });
  const link = "<a mailto:desk@example.org>desk@example.org</a>";
  await paste(anna.body, { text: "desk@example.org" });
  await expect.poll(() => blocksOf(anna.body)).toEqual([`paragraph: ${link}`]);
  await anna.page.keyboard.press("Enter");
  await anna.type(anna.body, "An desk@example.org, sagt @anna zu bild@2x.png ");
  await expect
    .poll(async () => (await blocksOf(anna.body))[1])
    .toBe(`paragraph: An ${link}, sagt @anna zu bild@2x.png `);
  await anna.page.keyboard.type("desk@example.org ");
  await anna.page.keyboard.press("Backspace");
  await expect
    .poll(async () => (await blocksOf(anna.body))[1])
    .toBe(`paragraph: An ${link}, sagt @anna zu bild@2x.png desk@example.org `);
});

test("the tools say why they are not to be had in a field", async ({ desk }) => {
  const anna = await desk.open("Warum", { as: "Anna" });
  const why = anna.page.getByText("Only the body can be formatted.");
  await anna.headline.focus();
  await expect(tool(anna.page, "Bold")).toHaveAttribute("aria-description", /Only the body/);
  await tool(anna.page, "Bold").hover();
  await expect(why).toBeVisible();
  await anna.page.mouse.move(0, 0);
  await expect(why).toHaveCount(0);
  await anna.page.keyboard.press("ControlOrMeta+b");
  await anna.page.keyboard.press("ControlOrMeta+i");
  await expect(
    anna.page.getByRole("region", { name: /Notifications/ }).getByText("Only the body"),
  ).toHaveCount(1);
  await anna.body.focus();
  await expect(tool(anna.page, "Bold")).not.toHaveAttribute("aria-description");
});
