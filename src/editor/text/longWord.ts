import type { Node } from "@tiptap/pm/model";

/**
 * Letters without a space from which on a text is set without kerning and hyphens. Where each pair of letters is kerned,
 * Chromium shapes the rest of the word again for each line: 50,000 letters «AVAV…» took 12 s of processor a key.
 */
const longestKerned = 1_000;

const known = new WeakMap<Node, boolean>();

/** Whether a text has such a word. Quick for each key: only what changed is read. */
export function hasLongWord(node: Node): boolean {
  if (node.content.size < longestKerned) return false;
  if (!node.inlineContent) return node.children.some(hasLongWord);
  let answer = known.get(node);
  if (answer === undefined) {
    const text = node.textBetween(0, node.content.size, " ", " ");
    known.set(node, (answer = text.split(/\s/).some((word) => word.length >= longestKerned)));
  }
  return answer;
}
