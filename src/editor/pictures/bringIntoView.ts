/** Scrolls as far as needed, clear of the tools above and the line below (`scroll-padding` of the page). */
export const bringIntoView = (element: Element): void =>
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
