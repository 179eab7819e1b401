import { useSyncExternalStore } from "react";

/** `system` follows the device. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const storageKey = "foureyes:theme";
const listeners = new Set<() => void>();
let theme: Theme = stored();

function stored(): Theme {
  try {
    const value = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === value) ?? "system";
  } catch {
    return "system";
  }
}

/** Before the first paint. Follows other tabs; `tell` hears what holds, now and after every choice. */
export function startTheme(tell: (theme: Theme) => void): void {
  listeners.add(() => tell(theme));
  show();
  addEventListener("storage", (change) => {
    if (change.key !== storageKey) return;
    theme = stored();
    show();
  });
}

export function chooseTheme(next: Theme): void {
  theme = next;
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Not kept then: it still holds until the page is left.
  }
  show();
}

function show(): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]"))
    meta.media = barMedia(meta.dataset.scheme);
  for (const listener of listeners) listener();
}

/** When the colour that index.html has for a scheme dyes the browser's own bars. */
function barMedia(scheme: string | undefined): string {
  if (theme === "system") return `(prefers-color-scheme: ${scheme})`;
  return theme === scheme ? "all" : "not all";
}

export const useTheme = (): Theme =>
  useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => theme,
  );
