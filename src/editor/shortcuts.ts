import { isMacOS } from "@tiptap/core";
import { isBlockStyle } from "../domain/article/content.ts";

/**
 * Every key of the article page, for the editors and for the sheet that lists them. `mod` is Ctrl, on a Mac Cmd.
 * A letter or digit stands for its key; anything else is the key's name in the browser.
 */
export const shortcuts = {
  bold: { key: "b", mod: true },
  italic: { key: "i", mod: true },
  link: { key: "k", mod: true },
  openLink: { key: "Enter", alt: true },
  paragraph: { key: "0", mod: true, alt: true },
  heading: { key: "1", mod: true, alt: true },
  subheading: { key: "2", mod: true, alt: true },
  number: { key: "7", mod: true, shift: true },
  bullet: { key: "8", mod: true, shift: true },
  quote: { key: "b", mod: true, shift: true },
  indent: { key: "Tab" },
  outdent: { key: "Tab", shift: true },
  lineBreak: { key: "Enter", shift: true },
  undo: { key: "z", mod: true },
  redo: { key: "z", mod: true, shift: true },
  start: { key: "Home", mod: true, mac: { key: "ArrowUp", mod: true } },
  end: { key: "End", mod: true, mac: { key: "ArrowDown", mod: true } },
  pictureTexts: { key: "Enter" },
  moveUp: { key: "ArrowUp", alt: true },
  moveDown: { key: "ArrowDown", alt: true },
  leaveTexts: { key: "Escape" },
  removePicture: { key: "Delete" },
  tools: { key: "F10", alt: true },
  leaveTools: { key: "Escape" },
  sheet: { key: "F1", mac: { key: "/", mod: true } },
} as const satisfies Record<string, Shortcut>;
export type ShortcutName = keyof typeof shortcuts;

/** The keys as the sheet groups them. */
export const shortcutGroups = {
  everywhere: ["sheet", "tools", "leaveTools", "undo", "redo"],
  words: ["bold", "italic", "link", "openLink", "lineBreak", "start", "end"],
  styles: [
    "paragraph",
    "heading",
    "subheading",
    "quote",
    "bullet",
    "number",
    "indent",
    "outdent",
    "moveUp",
    "moveDown",
  ],
  pictures: ["pictureTexts", "leaveTexts", "removePicture"],
} as const satisfies Record<string, readonly ShortcutName[]>;
export type ShortcutGroup = keyof typeof shortcutGroups;

interface Chord {
  key: string;
  mod?: boolean;
  shift?: boolean;
  alt?: boolean;
}

interface Shortcut extends Chord {
  /** Where a Mac has a key of its own for it. */
  mac?: Chord;
}

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> & {
  getModifierState?: (modifier: string) => boolean;
};

/**
 * Letters go by what the key says (QWERTZ has its own Z); where it says none (Greek, Cyrillic), by its place.
 * Digits go by place too, because Shift and Alt turn them into other characters. AltGr types, it commands nothing.
 */
export function shortcutOf(event: KeyPress, mac = isMacOS()): ShortcutName | null {
  const mod = mac ? event.metaKey : event.ctrlKey;
  if ((mac ? event.ctrlKey : event.metaKey) || (!mac && event.getModifierState?.("AltGraph"))) return null;
  const { shiftKey: shift, altKey: alt } = event;
  const key = keyOf(event, mod);
  // Two more that people of other systems have in their fingers.
  if (mod && !shift && !alt && key === "y") return "redo";
  if (mod && !alt && event.key === "/" && key === "/") return "sheet";
  for (const [name, shortcut] of Object.entries(shortcuts) as [ShortcutName, Shortcut][]) {
    const chord = chordOf(shortcut, mac);
    const modifiers =
      (chord.mod ?? false) === mod && (chord.shift ?? false) === shift && (chord.alt ?? false) === alt;
    if (modifiers && chord.key === key) return name;
  }
  return null;
}

/** Whether Ctrl or Cmd is part of it: such keys never type and never move the caret. */
export const isCommand = (name: ShortcutName): boolean => (shortcuts[name] as Shortcut).mod === true;

/** Whether it is about the looks of words and paragraphs, which the body alone has. */
export const isFormat = (name: ShortcutName): boolean =>
  name === "link" || name === "bold" || name === "italic" || isBlockStyle(name);

const chordOf = (shortcut: Shortcut, mac: boolean): Chord => (mac && shortcut.mac) || shortcut;

function keyOf({ key, code }: KeyPress, mod: boolean): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? (/^\d$/.test(key) ? key : undefined);
  if (mod && digit !== undefined) return digit;
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const placed = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  return mod && placed !== undefined ? placed : key;
}

const namesOfKeys: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** The parts of a shortcut as people read them on their keyboard, modifiers first. */
export function shortcutKeys(name: ShortcutName, mac = isMacOS()): string[] {
  const { key, mod, shift, alt } = chordOf(shortcuts[name], mac);
  const named = namesOfKeys[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const modifiers = mac
    ? [alt && "⌥", shift && "⇧", mod && "⌘"]
    : [mod && "Ctrl", alt && "Alt", shift && "Shift"];
  return [...modifiers.filter((part) => part !== undefined && part !== false), named];
}

/** As people read it on their keyboard. */
export const shortcutLabel = (name: ShortcutName, mac = isMacOS()): string =>
  shortcutKeys(name, mac).join(mac ? "" : "+");

/** As `aria-keyshortcuts` wants it. */
export function spokenShortcut(name: ShortcutName, mac = isMacOS()): string {
  const { key, mod, shift, alt } = chordOf(shortcuts[name], mac);
  return [mod && (mac ? "Meta" : "Control"), alt && "Alt", shift && "Shift"]
    .filter(Boolean)
    .concat(key.length === 1 ? key.toUpperCase() : key)
    .join("+");
}
