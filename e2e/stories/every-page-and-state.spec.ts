import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { keepScreenshot } from "../support/screenshots.ts";
import { Stage } from "../support/stage.ts";
import { scenes } from "../support/states.ts";
import { expect, test } from "../support/test.ts";

const sizes = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
} as const;
const themes = ["light", "dark"] as const;

for (const scene of scenes)
  test.describe(scene.name, () => {
    test.use({ environment: scene.environment ?? {} });
    test(`no barrier that axe can see, in both themes; as docs/screenshots shows it: ${scene.name}`, async ({
      desk,
      newsroom,
    }) => {
      test.setTimeout(300_000);
      const stage = new Stage(desk, newsroom);
      for (const { name, reach } of scene.states)
        await test.step(name, async () => {
          const page = await reach(stage);
          await settled(page);
          const touch = await page.context().newCDPSession(page);
          for (const [size, viewport] of Object.entries(sizes)) {
            await touch.send("Emulation.setTouchEmulationEnabled", { enabled: size === "phone" });
            await page.setViewportSize(viewport);
            for (const theme of themes) {
              await page.emulateMedia({ colorScheme: theme });
              if (size === "desktop")
                expect.soft(await barriers(page, theme), `${name} in ${theme}`).toEqual([]);
              expect.soft(await overflow(page), `${name} on ${size} scrolls sideways`).toBe(0);
              await keepScreenshot(`${name}-${theme}-${size}`, await page.screenshot());
            }
          }
          await stage.clear();
        });
    });
  });

/** Letters and pictures in view are there. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await expect
    .poll(() =>
      page.evaluate(() =>
        [...document.images].every(
          (image) => image.complete || image.getBoundingClientRect().top > innerHeight,
        ),
      ),
    )
    .toBe(true);
  await page.mouse.move(0, 0);
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );

async function barriers(page: Page, theme: (typeof themes)[number]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  // The theme changes colours alone.
  if (theme === "light")
    axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  else axe.withRules(["color-contrast"]);
  // A menu stands after the page and outside of its landmarks; the keyboard is in it, and Esc leads back.
  if (theme === "light" && (await page.getByRole("menu").isVisible())) axe.disableRules(["region"]);
  const { violations } = await axe.analyze();
  return violations.map(
    (v) => `${v.id}: ${v.help} (${v.nodes.map((node) => node.target.join(" ")).join(", ")})`,
  );
}
