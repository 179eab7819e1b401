import { gate } from "../support/gate.ts";
import { expect, test } from "../support/test.ts";

for (const viewport of [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
])
  test(`at ${viewport.width} pixels the export dialog keeps its size from its first frame on, and shows a hash to who asks for it`, async ({
    desk,
  }) => {
    const [article, colleague] = await desk.openForTwo("Fähre");
    const { page } = article;
    await page.setViewportSize(viewport);
    await article.type(article.headline, "Die Fähre fährt wieder");
    await article.saved();
    const made = gate();
    await page.route("**/export?**", async (route) => {
      await made.opened;
      await route.continue();
    });

    await article.export.click();
    const dialog = page.getByRole("dialog", { name: "Export" });
    await expect(dialog.getByText("Preparing preview…")).toBeVisible();
    const box = (): Promise<unknown> => dialog.boundingBox();
    const before = await box();
    expect(before).not.toBeNull();

    made.open();
    await expect(dialog.locator("iframe")).toBeVisible();
    expect(await box()).toEqual(before);
    const hash = dialog.getByText(/SHA-256/);
    await expect(hash).toBeHidden();

    await test.step("a copy is made", async () => {
      await dialog.getByRole("button", { name: /^Copy text/ }).click();
      await expect(dialog.getByText("Text copied.")).toBeVisible();
      expect(await box()).toEqual(before);
    });

    await test.step("a colleague writes on", async () => {
      await colleague.type(colleague.lead, "Ab Mai");
      await expect(dialog.getByText("The article has changed since this preview.")).toBeVisible();
      expect(await box()).toEqual(before);
      await dialog.getByRole("button", { name: "Refresh the preview" }).click();
      await expect(dialog.locator("iframe").contentFrame().getByText("Ab Mai")).toBeVisible();
      expect(await box()).toEqual(before);
    });

    await dialog.getByText("Details", { exact: true }).click();
    await expect(hash).toHaveText(/^SHA-256 of this page: [0-9a-f]{64}$/);
    expect(await box()).toEqual(before);
  });
