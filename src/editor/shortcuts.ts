import { isMacOS } from "@tiptap/core";

/** What a key press asks for, whatever the keyboard's layout. */
export const shortcuts = {
  bold: { key: "b" },
  italic: { key: "i" },
  link: { key: "k" },
  paragraph: { digit: 0, alt: true },
  heading: { digit: 1, alt: true },
  subheading: { digit: 2, alt: true },
  number: { digit: 7, shift: true },
  bullet: { digit: 8, shift: true },
  quote: { key: "b", shift: true },
  undo: { key: "z" },
  redo: { key: "z", shift: true },
} as const satisfies Record<string, Shortcut>;
export type ShortcutName = keyof typeof shortcuts;

interface Shortcut {
  key?: string;
  digit?: number;
  shift?: boolean;
  alt?: boolean;
}

type KeyPress = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> & {
  getModifierState?: (modifier: string) => boolean;
};

/**
 * Letters go by what the key says (QWERTZ has its own Z); where it says none (Greek, Cyrillic), by its place.
 * Digits go by place too, because Shift and Alt turn them into other characters. AltGr types, it commands nothing.
 */
export function shortcutOf(event: KeyPress, mac = isMacOS()): ShortcutName | null {
  const mod = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!mod || (!mac && event.getModifierState?.("AltGraph"))) return null;
  const latin = /^[a-z]$/i.test(event.key);
  const letter = latin ? event.key.toLowerCase() : /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const placed =
    /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? (/^\d$/.test(event.key) ? event.key : undefined);
  const digit = placed === undefined ? undefined : Number(placed);
  if (letter === "y" && !event.shiftKey && !event.altKey) return "redo";
  for (const [name, shortcut] of Object.entries(shortcuts) as [ShortcutName, Shortcut][]) {
    if ((shortcut.shift ?? false) !== event.shiftKey || (shortcut.alt ?? false) !== event.altKey) continue;
    if (
      shortcut.digit !== undefined ? shortcut.digit === digit : shortcut.key === letter && digit === undefined
    )
      return name;
  }
  return null;
}

/** As people read it on their keyboard. */
export function shortcutLabel(name: ShortcutName, mac = isMacOS()): string {
  const shortcut: Shortcut = shortcuts[name];
  const key = shortcut.digit?.toString() ?? (shortcut.key as string).toUpperCase();
  if (mac) return `${shortcut.alt ? "⌥" : ""}${shortcut.shift ? "⇧" : ""}⌘${key}`;
  return ["Ctrl", shortcut.alt && "Alt", shortcut.shift && "Shift", key].filter(Boolean).join("+");
}

/** As `aria-keyshortcuts` wants it. */
export function spokenShortcut(name: ShortcutName, mac = isMacOS()): string {
  const shortcut: Shortcut = shortcuts[name];
  const key = shortcut.digit?.toString() ?? (shortcut.key as string).toUpperCase();
  return [mac ? "Meta" : "Control", shortcut.alt && "Alt", shortcut.shift && "Shift", key]
    .filter(Boolean)
    .join("+");
}
