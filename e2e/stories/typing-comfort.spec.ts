import type { CDPSession, Page } from "@playwright/test";
import type { ArticlePage } from "../support/pages.ts";
import { expect, test } from "../support/test.ts";

/** What an input method shows while it composes: it replaces what it showed before. */
const compose = (keyboard: CDPSession, text: string): Promise<unknown> =>
  keyboard.send("Input.imeSetComposition", {
    text,
    selectionStart: text.length,
    selectionEnd: text.length,
  });

const colleagues: {
  does: string;
  act: (ben: ArticlePage) => Promise<void>;
  yields: RegExp;
  style?: string;
}[] = [
  {
    does: "types right beside her caret",
    act: async (ben) => {
      await ben.caretAfter("vorher ");
      await ben.page.keyboard.type("Ben");
    },
    yields: /^vorher (Ben日本|日本Ben)nachher$/,
  },
  {
    does: "presses Enter in her paragraph",
    act: async (ben) => {
      await ben.caretAfter("nach");
      await ben.page.keyboard.press("Enter");
    },
    yields: /^vorher 日本nachher$/,
  },
  {
    does: "restyles her paragraph",
    act: async (ben) => {
      await ben.caretAfter("nach");
      await ben.page.keyboard.press("ControlOrMeta+Alt+1");
    },
    yields: /^vorher 日本nachher$/,
    style: "heading",
  },
  {
    does: "makes its words bold",
    act: async (ben) => {
      await ben.caretAfter("nachher", { select: true });
      await ben.page.keyboard.press("ControlOrMeta+b");
      await expect(ben.body.locator("strong")).toHaveText("nachher");
    },
    yields: /^vorher 日本nachher$/,
  },
];

test("a composition survives what a colleague does in the same paragraph", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Eingabe");
  const keyboard = await anna.page.context().newCDPSession(anna.page);
  for (const { does, act, yields, style } of colleagues)
    await test.step(does, async () => {
      await anna.body.focus();
      await anna.page.keyboard.press("ControlOrMeta+a");
      await anna.page.keyboard.press("Delete");
      await anna.page.keyboard.press("ControlOrMeta+Alt+0");
      await anna.page.keyboard.type("vorher nachher");
      await expect(ben.body).toHaveText("vorher nachher");
      await anna.caretAfter("vorher ");
      await compose(keyboard, "に");
      await compose(keyboard, "にほ");
      await expect(ben.body).toHaveText("vorher にほnachher");
      await act(ben);
      await ben.saved();
      await compose(keyboard, "にほん");
      await keyboard.send("Input.insertText", { text: "日本" });
      for (const page of [anna, ben]) await expect(page.body).toHaveText(yields);
      await expect(anna.body).toHaveText((await ben.body.textContent()) ?? "");
      if (style) for (const page of [anna, ben]) await expect(page.blocks(style)).toHaveCount(1);
    });
});

test("a composition survives paragraphs that come and go above and below it at once", async ({ desk }) => {
  const [anna, ben] = await desk.openForTwo("Umbruch");
  const bensLine = await desk.person("Ben");
  const keyboard = await anna.page.context().newCDPSession(anna.page);
  await anna.body.focus();
  for (const line of ["null", "eins", "zwei", "drei", "vier"]) {
    await anna.page.keyboard.type(line);
    if (line !== "vier") await anna.page.keyboard.press("Enter");
  }
  await expect(ben.body).toHaveText("nulleinszweidreivier");
  await ben.saved();
  await bensLine.goOffline();
  await ben.caretAfter("null");
  await ben.page.keyboard.press("Enter");
  await ben.page.keyboard.type("oben");
  await ben.caretAfter("drei");
  await ben.page.keyboard.press("Enter");
  await ben.page.keyboard.type("unten");
  await anna.caretAfter("zwei");
  await compose(keyboard, "に");
  await compose(keyboard, "にほ");
  await bensLine.goOnline();
  await ben.type(ben.headline, "Alles da");
  await expect(anna.headline).toHaveText("Alles da");
  await compose(keyboard, "にほん");
  await keyboard.send("Input.insertText", { text: "日本" });
  for (const page of [anna, ben])
    await expect(page.blocks("paragraph")).toHaveText([
      "null",
      "oben",
      "eins",
      "zwei日本",
      "drei",
      "unten",
      "vier",
    ]);
});

test("a caret that goes elsewhere as a composition ends stays there, also where a colleague's words waited", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Ende");
  const keyboard = await anna.page.context().newCDPSession(anna.page);
  await anna.body.focus();
  await anna.page.keyboard.type("vorher nachher");
  await expect(ben.body).toHaveText("vorher nachher");
  await anna.caretAfter("vorher ");
  await compose(keyboard, "に");
  await compose(keyboard, "にほ");
  await expect(ben.body).toHaveText("vorher にほnachher");
  await ben.caretAfter("nachher");
  await ben.page.keyboard.type("!");
  await ben.saved();
  await ben.type(ben.headline, "Alles da");
  await expect(anna.headline).toHaveText("Alles da");
  await anna.page.evaluate(() => {
    const toTheStart = (): void => getSelection()?.collapse(getSelection()?.anchorNode ?? null, 0);
    addEventListener("compositionend", () => setTimeout(toTheStart, 0), { capture: true, once: true });
  });
  await keyboard.send("Input.insertText", { text: "日本" });
  await expect(anna.body).toHaveText("vorher 日本nachher!");
  await anna.page.keyboard.type("Ja, ");
  for (const page of [anna, ben]) await expect(page.body).toHaveText("Ja, vorher 日本nachher!");
});

/** A word that is composed letter by letter, as on-screen keyboards do with every word, and taken over with `after`. */
async function composeWord(keyboard: CDPSession, word: string, after: string): Promise<void> {
  for (let length = 1; length <= word.length; length++) await compose(keyboard, word.slice(0, length));
  await keyboard.send("Input.insertText", { text: word + after });
}

test("an on-screen keyboard composes every word, takes letters back and corrects words, while a colleague writes", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Telefon");
  const keyboard = await anna.page.context().newCDPSession(anna.page);
  await anna.body.focus();
  const written = (async (): Promise<void> => {
    for (const word of ["Der", "Rhein", "steigt", "weiter"]) await composeWord(keyboard, word, " ");
    for (const shown of ["s", "se", "seh", "se", "s", "st", "ste", "stet"]) await compose(keyboard, shown);
    await keyboard.send("Input.insertText", { text: "stetig" });
    await anna.page.keyboard.press("Enter");
    for (const word of ["Die", "Brücke"]) await composeWord(keyboard, word, " ");
  })();
  await ben.type(ben.body, "");
  for (const key of "Ben") await ben.page.keyboard.press(key);
  await written;
  const text = async (article: ArticlePage): Promise<string> =>
    (await article.blocks("paragraph").allTextContents()).join("|");
  await expect
    .poll(async () => (await text(anna)).replace(/[Ben]/g, ""))
    .toBe("Dr Rhi stigt witr sttig|Di rück ");
  await expect.poll(() => text(ben)).toBe(await text(anna));

  await test.step("going back over a word composes it anew", async () => {
    await anna.body.focus();
    await anna.page.keyboard.press("ControlOrMeta+a");
    await anna.page.keyboard.press("Delete");
    await composeWord(keyboard, "Brükke", " ");
    await anna.page.keyboard.press("Backspace");
    await keyboard.send("Input.imeSetComposition", {
      text: "Brücke",
      selectionStart: 6,
      selectionEnd: 6,
      replacementStart: 0,
      replacementEnd: 6,
    });
    await keyboard.send("Input.insertText", { text: "Brücke" });
    for (const article of [anna, ben]) await expect(article.body).toHaveText("Brücke");
  });
});

test("words that come without a key take the place of several blocks, without a complaint of the browser", async ({
  desk,
}) => {
  const anna = await desk.open("Emoji", { as: "Anna" });
  const complaints: string[] = [];
  anna.page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await anna.body.focus();
  await anna.page.keyboard.type("Oben");
  await anna.page.keyboard.press("ControlOrMeta+Alt+1");
  await anna.page.keyboard.press("Enter");
  await anna.page.keyboard.type("unten");
  for (const key of ["ArrowLeft", "ArrowLeft", "Shift+Home", "Shift+ArrowLeft", "Shift+ArrowLeft"])
    await anna.page.keyboard.press(key);
  await anna.page.keyboard.insertText("🌊");
  await expect(anna.body).toHaveText("Obe🌊en");
  await anna.page.keyboard.press("ControlOrMeta+a");
  await anna.page.keyboard.insertText("⛅");
  await expect(anna.body).toHaveText("⛅");
  expect(complaints).toEqual([]);
});

test("a word that the spell-checker replaces keeps its marks, and what a colleague writes around it", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Rechtschreibung");
  await anna.body.focus();
  await anna.page.keyboard.type("Der Reihn steigt");
  await anna.caretAfter("Reihn", { select: true });
  await anna.page.keyboard.press("ControlOrMeta+b");
  await expect(ben.body.locator("strong")).toHaveText("Reihn");
  const [replaced] = await Promise.all([
    // The browser's own command, as the spell-checker runs it: over the word, wherever the caret was.
    anna
      .caretAfter("Reihn", { select: true })
      .then(() => anna.page.evaluate(() => document.execCommand("insertText", false, "Rhein"))),
    ben.caretAfter("steigt").then(() => ben.page.keyboard.type(" weiter")),
  ]);
  expect(replaced).toBe(true);
  for (const article of [anna, ben]) {
    await expect(article.body).toHaveText("Der Rhein steigt weiter");
    await expect(article.body.locator("strong")).toHaveText("Rhein");
  }
  await anna.page.keyboard.press("ControlOrMeta+z");
  await expect(ben.body).toHaveText("Der Reihn steigt weiter");
});

test("what one looks at and has selected stays in place while a colleague writes above, and in it", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Ruhe");
  const bensLine = await desk.person("Ben");
  await anna.body.focus();
  for (let n = 1; n <= 40; n++) {
    await anna.page.keyboard.insertText(`Absatz ${n} mit einigen Worten.`);
    await anna.page.keyboard.press("Enter");
  }
  await expect(ben.body).toContainText("Absatz 40");
  await anna.body.locator("[data-style]").nth(29).scrollIntoViewIfNeeded();
  await anna.caretAfter("Absatz 30 mit", { select: true });
  const paragraph = anna.body.locator("[data-style]").filter({ hasText: "Absatz 30" });
  const top = (): Promise<number> => paragraph.evaluate((block) => block.getBoundingClientRect().top);
  const before = await top();
  const moved = async (): Promise<number> => Math.abs((await top()) - before);
  const writesAbove = async (times: number): Promise<void> => {
    await ben.caretAfter("Absatz 1 mit");
    for (let n = 0; n < times; n++) {
      await ben.page.keyboard.press("Enter");
      await ben.page.keyboard.type("Neu");
    }
  };
  const selected = (): Promise<string> => anna.page.evaluate(() => String(getSelection()));

  await writesAbove(12);
  await ben.caretAfter("Absatz 30");
  await ben.page.keyboard.type(",5");
  await expect(anna.body.locator("[data-style]").filter({ hasText: "Neu" })).toHaveCount(12);
  await expect.poll(selected).toBe("Absatz 30,5 mit");
  expect(await moved()).toBeLessThan(2);

  await bensLine.goOffline();
  await writesAbove(7);
  await ben.caretAfter("Absatz 20 mit");
  await ben.page.keyboard.press("Enter");
  await ben.caretAfter("Absatz 30,5");
  await ben.page.keyboard.type("2");
  await ben.caretAfter("Absatz 39 mit");
  await ben.page.keyboard.press("Enter");
  await bensLine.goOnline();
  await expect.poll(selected, "all of it arrives at once").toBe("Absatz 30,52 mit");
  await expect(anna.body.locator("[data-style]").filter({ hasText: "Neu" })).toHaveCount(19);
  expect(await moved()).toBeLessThan(2);

  await anna.page.keyboard.press("ControlOrMeta+b");
  await expect(ben.body.locator("strong")).toHaveText("Absatz 30,52 mit");
});

/**
 * Once the page's `caretAfter` names a word of the focused text: moves the caret from one word to the next right before
 * whatever the server sends is heard.
 */
const moveCaretBeforeEachMessage = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const moveCaret = ({ dataset }: HTMLElement): void => {
      const texts = document.createTreeWalker(document.activeElement as Element, NodeFilter.SHOW_TEXT);
      const { nodeValue } = texts.nextNode() as Text;
      const words = [...(nodeValue ?? "").matchAll(/\p{L}+/gu)].slice(0, 3);
      const next = words.find((_, i) => words.at(i - 1)?.[0] === dataset.caretAfter) ?? words[0];
      dataset.caretAfter = next?.[0];
      getSelection()?.collapse(texts.currentNode, (next?.index ?? 0) + (next?.[0].length ?? 0));
    };
    const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage") as PropertyDescriptor;
    Object.defineProperty(WebSocket.prototype, "onmessage", {
      set(this: WebSocket, hear: (event: MessageEvent) => void) {
        set?.call(this, (event: MessageEvent) => {
          if (document.body.dataset.caretAfter !== undefined) moveCaret(document.body);
          hear.call(this, event);
        });
      },
    });
  });

test("a caret that is set in the moment in which a colleague's words arrive stays where it was set", async ({
  desk,
}) => {
  const [anna, ben] = await desk.openForTwo("Zugleich");
  await moveCaretBeforeEachMessage(anna.page);
  await anna.page.reload();
  await anna.body.focus();
  await anna.page.keyboard.type("eins zwei drei vier");
  await anna.saved();
  await expect(ben.body).toHaveText("eins zwei drei vier");
  await ben.caretAfter("vier");
  await anna.page.evaluate(() => {
    document.body.dataset.caretAfter = "vier";
  });
  for (const letter of "Letzte") {
    await ben.page.keyboard.type(letter);
    await expect(anna.body).toHaveText(new RegExp(`${letter}$`));
    const { wanted, stands } = await anna.page.evaluate(() => {
      const { anchorNode, anchorOffset } = getSelection() as Selection;
      const before = anchorNode?.nodeValue?.slice(0, anchorOffset);
      return { wanted: document.body.dataset.caretAfter, stands: before?.split(" ").at(-1) };
    });
    expect(stands).toBe(wanted);
  }
});

test("a new line at the foot of the window stands above the line of counts, also before its first letter", async ({
  desk,
}) => {
  const anna = await desk.open("Fusszeile", { as: "Regula" });
  await expect(anna.page.locator("footer button[class*=line]")).toBeVisible();
  await anna.body.focus();
  const coveredBy = (): Promise<number> =>
    anna.body.evaluate((body) => {
      const lines = body.querySelectorAll("[data-style]");
      const line = lines[lines.length - 1]?.getBoundingClientRect();
      const counts = document
        .querySelector("button[class*=line]")
        ?.closest("footer")
        ?.getBoundingClientRect();
      if (!line || !counts) throw new Error("no last line, or no counts");
      return Math.max(0, line.bottom - counts.top);
    });
  for (let line = 0; line < 25; line++) {
    await anna.page.keyboard.type("Zeile");
    await anna.page.keyboard.press("Enter");
    expect(await coveredBy()).toBe(0);
  }
});
