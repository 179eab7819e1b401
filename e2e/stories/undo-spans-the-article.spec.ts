import { cameraPicture } from "../support/pictures.ts";
import { expect, test } from "../support/test.ts";

const undo = "ControlOrMeta+z";
const redo = "ControlOrMeta+Shift+z";

test("undo walks back across fields, takes only one's own edits, and brings the focus along", async ({
  desk,
}) => {
  const anna = await desk.open("Rückgängig", { as: "Regula" });
  const beat = await desk.open("Rückgängig", { as: "Emil" });
  await anna.type(anna.headline, "Titel von Regula");
  await anna.type(anna.body, "Text von Regula.");
  await expect(beat.body).toHaveText("Text von Regula.");
  await beat.type(beat.body, " Text von Emil.");
  await expect(anna.body).toHaveText("Text von Regula. Text von Emil.");
  await anna.type(anna.kicker, "Dachzeile");

  await anna.stepUntil(undo, anna.kicker, "");
  await expect(anna.body).toHaveText("Text von Regula. Text von Emil.");
  await anna.stepUntil(undo, anna.body, " Text von Emil.");
  await expect(anna.body).toBeFocused();
  await anna.stepUntil(undo, anna.headline, "");
  await expect(anna.headline).toBeFocused();
  await expect(beat.body).toHaveText("Text von Emil.");

  await anna.stepUntil(redo, anna.kicker, "Dachzeile");
  await expect(beat.kicker).toHaveText("Dachzeile");
  await expect(beat.headline).toHaveText("Titel von Regula");
  await expect(beat.body).toHaveText("Text von Regula. Text von Emil.");
});

test("a removed picture comes back with its caption", async ({ desk }) => {
  const anna = await desk.open("Rückgängig", { as: "Regula" });
  await anna.choosePicture(await cameraPicture());
  await anna.type(anna.figure().caption, "Der See am Morgen");
  await anna.removePicture();
  await expect(anna.figure().caption).toHaveCount(0);
  await anna.headline.focus();
  await anna.page.keyboard.press(undo);
  await expect(anna.figure().caption).toHaveText("Der See am Morgen");
  await anna.saved();
});
