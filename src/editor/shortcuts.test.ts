import { describe, expect, it } from "vitest";
import { jumpOf } from "./commands/jump.ts";
import {
  type ShortcutName,
  shortcutGroups,
  shortcutLabel,
  shortcutOf,
  shortcuts,
  spokenShortcut,
} from "./shortcuts.ts";

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const ctrl = { ...none, ctrlKey: true };

describe("shortcuts", () => {
  it.each([
    ["Ctrl+B", { ...ctrl, key: "b", code: "KeyB" }, "bold"],
    ["Ctrl+Shift+B", { ...ctrl, shiftKey: true, key: "B", code: "KeyB" }, "quote"],
    ["Ctrl+Alt+1", { ...ctrl, altKey: true, key: "1", code: "Digit1" }, "heading"],
    ["Ctrl+Alt+2 where that is @", { ...ctrl, altKey: true, key: "@", code: "Digit2" }, "subheading"],
    ["Ctrl+Shift+7 on a Swiss keyboard", { ...ctrl, shiftKey: true, key: "/", code: "Digit7" }, "number"],
    ["Ctrl+Shift+8 on an American one", { ...ctrl, shiftKey: true, key: "*", code: "Digit8" }, "bullet"],
    ["Ctrl+Alt+0 on the number pad", { ...ctrl, altKey: true, key: "0", code: "Numpad0" }, "paragraph"],
    ["Ctrl+Z on QWERTZ", { ...ctrl, key: "z", code: "KeyY" }, "undo"],
    ["Ctrl+Shift+Z", { ...ctrl, shiftKey: true, key: "Z", code: "KeyZ" }, "redo"],
    ["Ctrl+Y", { ...ctrl, key: "y", code: "KeyZ" }, "redo"],
    ["Ctrl+B on a Greek keyboard", { ...ctrl, key: "β", code: "KeyB" }, "bold"],
    ["Ctrl+/", { ...ctrl, key: "/", code: "Slash" }, "sheet"],
    ["F1", { ...none, key: "F1", code: "F1" }, "sheet"],
    ["Alt+F10", { ...none, altKey: true, key: "F10", code: "F10" }, "tools"],
    ["Shift+Tab", { ...none, shiftKey: true, key: "Tab", code: "Tab" }, "outdent"],
    ["Ctrl+Tab", { ...ctrl, key: "Tab", code: "Tab" }, null],
    ["Alt+ArrowUp", { ...none, altKey: true, key: "ArrowUp", code: "ArrowUp" }, "moveUp"],
    ["a slash", { ...none, key: "/", code: "Slash" }, null],
    ["plain 7", { ...none, key: "7", code: "Digit7" }, null],
    ["plain b", { ...none, key: "b", code: "KeyB" }, null],
    ["Ctrl+Shift+I", { ...ctrl, shiftKey: true, key: "I", code: "KeyI" }, null],
    ["Ctrl+1", { ...ctrl, key: "1", code: "Digit1" }, null],
  ])("%s", (_name, press, wanted) => {
    expect(shortcutOf(press, false)).toBe(wanted);
  });

  it("leave AltGr to typing", () => {
    const press = { ...ctrl, altKey: true, key: "@", code: "Digit2", getModifierState: () => true };
    expect(shortcutOf(press, false)).toBe(null);
  });

  it("go by Cmd on a Mac, where Alt makes other characters", () => {
    const cmd = { ...none, metaKey: true };
    expect(shortcutOf({ ...cmd, altKey: true, key: "º", code: "Digit0" }, true)).toBe("paragraph");
    expect(shortcutOf({ ...cmd, key: "k", code: "KeyK" }, true)).toBe("link");
    expect(shortcutOf({ ...cmd, key: "/", code: "Slash" }, true)).toBe("sheet");
    expect(shortcutOf({ ...cmd, key: "ArrowDown", code: "ArrowDown" }, true)).toBe("end");
    expect(shortcutOf({ ...ctrl, key: "b", code: "KeyB" }, true)).toBe(null);
  });

  it("are written as each system writes them", () => {
    expect(shortcutLabel("number", false)).toBe("Ctrl+Shift+7");
    expect(shortcutLabel("heading", true)).toBe("⌥⌘1");
    expect(shortcutLabel("sheet", true)).toBe("⌘/");
    expect(shortcutLabel("tools", false)).toBe("Alt+F10");
    expect(spokenShortcut("heading", false)).toBe("Control+Alt+1");
  });
});

it("the sheet lists every key once", () => {
  const listed: ShortcutName[] = Object.values(shortcutGroups).flat();
  expect(listed.toSorted()).toEqual((Object.keys(shortcuts) as ShortcutName[]).toSorted());
});

it("knows the keys for the start and the end of a text", () => {
  expect(jumpOf({ ...ctrl, key: "End" }, false)).toBe("end");
  expect(jumpOf({ ...ctrl, shiftKey: true, key: "Home" }, false)).toBe("start");
  expect(jumpOf({ ...none, key: "End" }, false)).toBe(null);
  expect(jumpOf({ ...none, metaKey: true, key: "ArrowDown" }, true)).toBe("end");
});
