/**
 * What a newer version wrote. It is shown as a labelled placeholder and kept as it is; the label is no text of
 * the article, so it is drawn by the style sheet.
 */
const placeholder = (tag: "div" | "span", label: string): HTMLElement => {
  const dom = document.createElement(tag);
  dom.className = tag === "div" ? "unknown-block" : "unknown-inline";
  dom.setAttribute("role", "img");
  dom.setAttribute("aria-label", label);
  dom.dataset.label = label;
  return dom;
};

export const unknownNodes = (labels: { block: string; inline: string }) => ({
  unknownBlock: () => ({ dom: placeholder("div", labels.block) }),
  unknownInline: () => ({ dom: placeholder("span", labels.inline) }),
});
