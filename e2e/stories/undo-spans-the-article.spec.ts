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

test("the keyboard stays with the lead picture that undo takes away and redo brings back", async ({
  desk,
}) => {
  const anna = await desk.open("Rückgängig", { as: "Regula" });
  await anna.choosePicture(await cameraPicture());
  await anna.figure().caption.focus();
  await anna.page.keyboard.press(undo);
  await expect(anna.figure().caption).toHaveCount(0);
  await expect(anna.page.getByRole("button", { name: "Choose a lead picture" })).toBeFocused();
  await anna.page.keyboard.press(redo);
  await expect(anna.figure().caption).toBeFocused();
});

test("one history leads back through texts, marks, pictures and details, and forth again, and brings focus and selection along", async ({
  desk,
}) => {
  const anna = await desk.open("Rückgängig", { as: "Regula" });
  const { keyboard } = anna.page;
  const bodyText = (): Promise<string> =>
    anna.body
      .locator("[data-style], figure")
      .evaluateAll((all) =>
        all
          .map((e) => (e.tagName === "FIGURE" ? "[Bild]" : e.innerHTML.replace(/<br[^>]*>/, "")))
          .join(" | "),
      );
  const selected = (): Promise<string> => anna.page.evaluate(() => String(getSelection()));

  await anna.type(anna.headline, "Titel");
  await anna.choosePicture(await cameraPicture());
  await anna.type(anna.figure().caption, "Leitbild");
  await anna.type(anna.figure().alt, "Ein See");
  await anna.section.fill("News › Welt");
  await anna.body.focus();
  await keyboard.type("Erster");
  await keyboard.press("Enter");
  await keyboard.type("Zweiter");
  await anna.caretAfter("Zweiter", { select: true });
  await keyboard.press("ControlOrMeta+b");
  await keyboard.press("Alt+ArrowUp");
  await anna.choosePicture(await cameraPicture({ name: "hafen.jpg", colour: "#8f4a35" }));
  await anna.type(anna.figure(1).caption, "Zweitbild");
  await keyboard.press("Alt+ArrowUp");
  await anna.removePicture(1);

  const bold = "<strong>Zweiter</strong>";
  const stations: { shows: () => Promise<unknown>; back: unknown; forth: unknown }[] = [
    { shows: bodyText, back: `[Bild] | ${bold} | Erster`, forth: `${bold} | Erster` },
    { shows: bodyText, back: `${bold} | [Bild] | Erster`, forth: `[Bild] | ${bold} | Erster` },
    { shows: () => anna.figure(1).caption.textContent(), back: "", forth: "Zweitbild" },
    { shows: bodyText, back: `${bold} | Erster`, forth: `${bold} | [Bild] | Erster` },
    { shows: bodyText, back: `Erster | ${bold}`, forth: `${bold} | Erster` },
    { shows: bodyText, back: "Erster | Zweiter", forth: `Erster | ${bold}` },
    { shows: bodyText, back: "", forth: "Erster | Zweiter" },
    { shows: () => anna.section.inputValue(), back: "", forth: "News › Welt" },
    { shows: () => anna.figure().alt.textContent(), back: "", forth: "Ein See" },
    { shows: () => anna.figure().caption.textContent(), back: "", forth: "Leitbild" },
    { shows: () => anna.figure().caption.count(), back: 0, forth: 1 },
    { shows: () => anna.headline.textContent(), back: "", forth: "Titel" },
  ];
  const focused = new Map<number, typeof anna.body>([
    [0, anna.body],
    [5, anna.body],
    [7, anna.section],
    [8, anna.figure().alt],
    [9, anna.figure().caption],
    [11, anna.headline],
  ]);
  /** Typing in fits and starts makes several steps of one word. */
  const go = async (key: string, at: number, direction: "back" | "forth"): Promise<void> => {
    const { shows, [direction]: wanted } = stations[at] as (typeof stations)[number];
    for (let presses = 0; presses < 20 && (await shows()) !== wanted; presses++) await keyboard.press(key);
    expect(await shows()).toBe(wanted);
    const place = focused.get(at);
    if (place) await expect(place).toBeFocused();
  };
  for (let at = 0; at < stations.length; at++) {
    await go(undo, at, "back");
    if (at === 5) expect(await selected()).toBe("Zweiter");
  }
  await keyboard.press(undo);
  await expect(anna.headline).toHaveText("");
  for (let at = stations.length - 1; at >= 0; at--) await go(redo, at, "forth");
  await anna.saved();
});

test("what is pasted between two words is taken back by itself, in the body and in a field", async ({
  desk,
}) => {
  const anna = await desk.open("Einfügen", { as: "Regula" });
  const { keyboard } = anna.page;
  for (const text of [anna.body, anna.headline]) {
    await text.focus();
    await keyboard.type("eins");
    await text.evaluate((element) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", " zwei");
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    });
    await keyboard.type(" drei");
    await expect(text).toHaveText("eins zwei drei");
    await keyboard.press("ControlOrMeta+z");
    await expect(text).toHaveText("eins zwei");
    await keyboard.press("ControlOrMeta+z");
    await expect(text).toHaveText("eins");
  }
});
