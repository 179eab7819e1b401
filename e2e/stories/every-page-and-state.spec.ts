import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { keepScreenshot, keepText, keptFiles, screenshotFile } from "../support/screenshots.ts";
import { Stage } from "../support/stage.ts";
import type { Scene, State } from "../support/state.ts";
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
              // The check for barriers scrolls as it looks.
              await page.evaluate(() =>
                document.querySelector("[aria-expanded=true]")?.scrollIntoView({ block: "center" }),
              );
              await keepScreenshot(`${name}-${theme}-${size}`, await page.screenshot());
            }
          }
          await stage.clear();
        });
    });
  });

test("docs/screenshots lists every state, and holds nothing else", async () => {
  const pictures = scenes.flatMap(({ states }) =>
    states.flatMap(({ name }) =>
      Object.keys(sizes).flatMap((size) => themes.map((theme) => screenshotFile(`${name}-${theme}-${size}`))),
    ),
  );
  expect(new Set(pictures).size).toBe(pictures.length);
  await keepText("README.md", screenshotList());
  expect((await keptFiles()).filter((file) => file !== "README.md" && !pictures.includes(file))).toEqual([]);
});

function screenshotList(): string {
  const row = ({ name, words }: State): string =>
    `| ${words} | ${Object.keys(sizes)
      .flatMap((size) =>
        themes.map((theme) => `[${size}, ${theme}](${screenshotFile(`${name}-${theme}-${size}`)})`),
      )
      .join(" · ")} |`;
  const part = ({ name, states }: Scene): string =>
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\n| State | Pictures |\n|---|---|\n${states.map(row).join("\n")}\n`;
  return `# Every page and state

Made by the browser tests ([every-page-and-state.spec.ts](../../e2e/stories/every-page-and-state.spec.ts)) from the
table in [states.ts](../../e2e/support/states.ts), on a desktop's screen of 1280 × 900 and a phone's of 360 × 740. A
picture changes only when what it shows does.

${scenes.map(part).join("\n")}`;
}

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
  // High enough for all of it: what stands still at the screen's edge would half cover what scrolls below it.
  if (theme === "light") await page.setViewportSize({ ...sizes.desktop, height: 2400 });
  const axe = new AxeBuilder({ page });
  // The theme changes colours alone.
  if (theme === "light")
    axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  else axe.withRules(["color-contrast"]);
  const { violations } = await axe.analyze();
  if (theme === "light") await page.setViewportSize(sizes.desktop);
  return violations.map(
    (v) => `${v.id}: ${v.help} (${v.nodes.map((node) => node.target.join(" ")).join(", ")})`,
  );
}
