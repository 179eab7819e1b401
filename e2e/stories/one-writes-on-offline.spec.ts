import { gate } from "../support/gate.ts";
import { expect, test } from "../support/test.ts";

test("a reporter on a train writes on while the editor works: after reconnecting both have both texts [P1] [P5]", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const train = await desk.open("Hochwasser", { as: "Regula" });
  const office = await desk.open("Hochwasser", { as: "Emil" });
  await train.type(train.body, "Der Fluss steigt.");
  await expect(office.body).toContainText("Der Fluss steigt.");
  await train.saved();

  await reporter.goOffline();
  await expect(train.saveState).not.toHaveText(/^Saved/);
  await Promise.all([
    (async () => {
      await train.type(train.body, " Die Brücke ist gesperrt.");
      await train.page.keyboard.press("Enter");
      await train.page.keyboard.type("Im Tunnel geschrieben.");
      await train.type(train.headline, "Fluss tritt über die Ufer");
    })(),
    (async () => {
      await office.body.focus();
      await office.body.press("ControlOrMeta+Home");
      await office.page.keyboard.type("Seit Mittag gilt Alarm. ");
      await office.type(office.kicker, "Unwetter");
    })(),
  ]);
  await office.saved();
  await expect(train.saveState).toHaveText(/^Offline/);
  await expect(train.body).not.toContainText("Alarm");
  await expect(office.body).not.toContainText("Tunnel");

  await reporter.goOnline();
  const whole = [
    "Seit Mittag gilt Alarm. Der Fluss steigt. Die Brücke ist gesperrt.",
    "Im Tunnel geschrieben.",
  ];
  for (const article of [train, office]) {
    await expect(article.blocks("paragraph")).toHaveText(whole);
    await expect(article.headline).toHaveText("Fluss tritt über die Ufer");
    await expect(article.kicker).toHaveText("Unwetter");
    await article.saved();
  }
});

test("words written offline survive a closed tab and reach the colleague later [P5]", async ({ desk }) => {
  const reporter = await desk.person("Regula");
  const train = await desk.open("Hochwasser", { as: "Regula" });
  const office = await desk.open("Hochwasser", { as: "Emil" });
  await train.type(train.body, "Anfang.");
  await train.saved();

  await reporter.goOffline();
  await train.type(train.body, " Im Tunnel geschrieben.");
  await expect(train.saveState).toHaveText(/^Offline: \d+ changes kept in this browser/);
  await train.page.close();
  await reporter.goOnline();

  const again = await desk.open("Hochwasser", { as: "Regula" });
  await expect(again.body).toHaveText("Anfang. Im Tunnel geschrieben.");
  await expect(office.body).toHaveText("Anfang. Im Tunnel geschrieben.");
  await again.saved();
});

test("the account's menu opens without a line, though its code comes only when asked for", async ({
  desk,
}) => {
  const reporter = await desk.person("Regula");
  const train = await desk.open("Hochwasser", { as: "Regula" });
  await expect
    .poll(() =>
      train.page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("/AccountChoices-")),
      ),
    )
    .toBe(true);
  await reporter.goOffline();
  await expect(train.saveState).toHaveText(/^Offline/);
  await train.page.getByRole("button", { name: /^Account: Regula/ }).click();
  await train.page.getByRole("menuitemradio", { name: "Deutsch" }).click();
  await expect(train.page.getByRole("textbox", { name: "Titel", exact: true })).toBeVisible();
});

test("the account's menu opens by a press during which its code comes", async ({ desk }) => {
  const { page } = await desk.open("Hochwasser", { as: "Regula" });
  const coming = gate();
  await page.route("**/AccountChoices-*.js", async (route) => {
    await coming.opened;
    await route.continue();
  });
  const button = page.getByRole("button", { name: /^Account: Regula/ });
  await button.hover();
  await button.evaluate((element) => element.setAttribute("data-first", ""));
  await page.mouse.down();
  coming.open();
  await expect(page.locator("[data-first]")).toHaveCount(0);
  await page.mouse.up();
  await expect(page.getByRole("menuitemradio", { name: "Deutsch" })).toBeVisible();
});

test("the server dies in mid-sentence: what was typed meanwhile is saved once it is back [P2]", async ({
  desk,
  newsroom,
}) => {
  const anna = await desk.open("Hochwasser", { as: "Regula" });
  const beat = await desk.open("Hochwasser", { as: "Emil" });
  await anna.type(anna.body, "Vor dem Absturz.");
  await anna.saved();
  await newsroom.kill();
  await anna.type(anna.body, " Während des Absturzes.");
  await expect(anna.saveState).not.toHaveText(/^Saved/);
  await newsroom.restart();
  await anna.saved();
  await expect(beat.body).toHaveText("Vor dem Absturz. Während des Absturzes.");
});
