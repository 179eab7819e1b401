import { expect, test } from "../support/test.ts";

test("a second tab of the same person: both write, both are saved, each undoes its own", async ({ desk }) => {
  const one = await desk.open("Zwei Fenster", { as: "Regula" });
  const two = await desk.open("Zwei Fenster", { as: "Regula" });
  await one.type(one.body, "Aus dem ersten Fenster.");
  await expect(two.body).toHaveText("Aus dem ersten Fenster.");
  await Promise.all([one.type(one.headline, "Titel"), two.type(two.body, " Aus dem zweiten Fenster.")]);
  for (const tab of [one, two]) {
    await expect(tab.body).toHaveText("Aus dem ersten Fenster. Aus dem zweiten Fenster.");
    await expect(tab.headline).toHaveText("Titel");
    await tab.saved();
  }
  await one.stepUntil("ControlOrMeta+z", one.headline, "");
  await expect(two.headline).toHaveText("");
  await expect(two.body).toHaveText("Aus dem ersten Fenster. Aus dem zweiten Fenster.");
});

test("a closed tab says nothing false: what was saved is there in the next one [P2]", async ({ desk }) => {
  const one = await desk.open("Zwei Fenster", { as: "Regula" });
  await one.type(one.body, "Bleibt.");
  await one.saved();
  await one.page.close();
  const two = await desk.open("Zwei Fenster", { as: "Regula" });
  await expect(two.body).toHaveText("Bleibt.");
});
