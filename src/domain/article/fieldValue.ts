import type * as Y from "yjs";
import { copiesMap } from "./document.ts";
import { eachStretch } from "./flatText.ts";
import { resolveCopies } from "./resolveCopies.ts";
import { ShownText } from "./shownText.ts";

/** A field's text as everybody reads it, on one line or with line breaks; embeds are left out. */
export function fieldValue(text: Y.Text): string {
  const { doc } = text;
  let value = "";
  const add = (stretch: string): void => {
    value += stretch;
  };
  if (!doc || resolveCopies(doc, text).hidden.length === 0) eachStretch(text, add, () => {});
  else new ShownText(doc, text).eachShown(add, () => {});
  return value;
}

/** Calls `changed` whenever what a field reads may be another. Returns the unsubscriber. */
export function observeField(text: Y.Text, changed: () => void): () => void {
  const { doc } = text;
  text.observe(changed);
  if (!doc) return () => text.unobserve(changed);
  const copies = copiesMap(doc);
  // Words that were hidden here show once the better copy of them, in another text, is deleted.
  let hides = resolveCopies(doc, text).hidden.length > 0;
  const onCopies = (): void => {
    hides = resolveCopies(doc, text).hidden.length > 0;
    changed();
  };
  const onTransaction = ({ deleteSet }: Y.Transaction): void => {
    if (hides && deleteSet.clients.size > 0) changed();
  };
  copies.observe(onCopies);
  doc.on("afterTransaction", onTransaction);
  return () => {
    text.unobserve(changed);
    copies.unobserve(onCopies);
    doc.off("afterTransaction", onTransaction);
  };
}
