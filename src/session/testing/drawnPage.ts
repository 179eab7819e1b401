import { vi } from "vitest";

/** Has what is tested believe that it runs in a page. The returned target hears the page's events. */
export function drawnPage(): EventTarget {
  const page = new EventTarget();
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  return page;
}
