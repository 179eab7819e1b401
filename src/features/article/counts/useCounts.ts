import { useEffect, useState } from "react";
import type * as Y from "yjs";
import {
  type ArticleCounts,
  countText,
  createArticleCounter,
  type TextCounts,
} from "../../../domain/article/counts.ts";
import { selectedText, useArticleEditing } from "../../../editor/index.ts";
import { betweenFrames } from "./betweenFrames.ts";

/** How often the figures follow while somebody writes. Milliseconds. */
const pauseMs = 400;

/** The article's figures, a moment after each change and never on the way of a key to the screen. */
export function useArticleCounts(doc: Y.Doc): ArticleCounts {
  const [count] = useState(createArticleCounter);
  const [counts, setCounts] = useState(() => count(doc));
  useEffect(() => {
    const again = betweenFrames(pauseMs, () => {
      const now = count(doc);
      setCounts((before) => (JSON.stringify(now) === JSON.stringify(before) ? before : now));
    });
    const onChange = ({ changed }: Y.Transaction): void => {
      if (changed.size > 0) again.soon();
    };
    doc.on("afterTransaction", onChange);
    again.soon();
    return () => {
      doc.off("afterTransaction", onChange);
      again.cancel();
    };
  }, [doc, count]);
  return counts;
}

/** The figures of what is selected in a text; null while nothing is. */
export function useSelectionCounts(): TextCounts | null {
  const { editors } = useArticleEditing();
  const [counts, setCounts] = useState<TextCounts | null>(null);
  useEffect(() => {
    const again = betweenFrames(pauseMs, () => {
      const text = selectedText(editors);
      setCounts(text === "" ? null : countText(text));
    });
    // Also when a colleague writes into the selection: the browser moves its ends then.
    const onChange = (): void => again.soon();
    document.addEventListener("selectionchange", onChange);
    return () => {
      document.removeEventListener("selectionchange", onChange);
      again.cancel();
    };
  }, [editors]);
  return counts;
}
