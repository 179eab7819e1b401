import { defineConfig } from "@playwright/test";
import { chromiumFlags } from "./scripts/chromium.mjs";

const report = process.env.FOUREYES_E2E_REPORT;

export default defineConfig({
  testDir: "e2e/stories",
  fullyParallel: true,
  workers: 2,
  // What needed it is named as flaky at the end of `npm test` (scripts/test.mjs).
  retries: process.env.CI ? 2 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 300_000,
  expect: { timeout: 40_000 },
  reporter: [
    ["list"],
    ...(report ? [["json", { outputFile: report }] as [string, { outputFile: string }]] : []),
  ],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/Zurich",
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: chromiumFlags },
    screenshot: "only-on-failure",
    trace: process.env.TRACE ? "retain-on-failure" : "off",
  },
});
