import { InputRule, inputRules } from "@tiptap/pm/inputrules";
import { type EditorState, type Plugin, Selection, type Transaction } from "@tiptap/pm/state";
import type { BlockStyle } from "../domain/article/content.ts";
import { insertBlock } from "./commands/atoms.ts";
import { isListStyle } from "./commands/blocks.ts";
import { begunList } from "./listBeginnings.ts";

/** `# `, `> `, `- ` … at the start of a block set its style. */
const styleBeginnings: readonly [RegExp, BlockStyle][] = [
  [/^#\s$/, "heading"],
  [/^##\s$/, "subheading"],
  [/^>\s$/, "quote"],
  [/^[-*]\s$/, "bullet"],
  [/^1[.)]\s$/, "number"],
];

/** Bold before italic, so that `**` is not read as an empty `*…*`. The text starts and ends without a space. */
const markWraps: readonly [RegExp, "bold" | "italic"][] = [
  [/(?:^|[^*\p{L}\p{N}])(\*\*([^\s*](?:[^*]*[^\s*])?)\*\*)$/u, "bold"],
  [/(?:^|[^*\p{L}\p{N}])(\*([^\s*](?:[^*]*[^\s*])?)\*)$/u, "italic"],
  [/(?:^|[^_\p{L}\p{N}])(_([^\s_](?:[^_]*[^\s_])?)_)$/u, "italic"],
];

type Rule = {
  find: RegExp;
  apply: (state: EditorState, match: RegExpMatchArray, start: number, end: number) => Transaction | null;
};

export const markdownRules: readonly Rule[] = [
  ...styleBeginnings.map(
    ([find, style]): Rule => ({
      find,
      apply(state, match, start, end) {
        const $start = state.doc.resolve(start);
        const block = $start.parent;
        if (block.type.name !== "textblock" || block.attrs.style === style) return null;
        // Before words that are there already, it is a sign of the text.
        const list = isListStyle(style);
        if (list && block.content.size > end - start) return null;
        const tr = state.tr.delete(start, end).setNodeAttribute($start.before(), "style", style);
        if (block.attrs.indent !== 0 && !list) tr.setNodeAttribute($start.before(), "indent", 0);
        const before = block.attrs.style as BlockStyle;
        return list
          ? tr.setMeta(begunList, { at: $start.before(), marker: match[0], before, list: style })
          : tr;
      },
    }),
  ),
  ...markWraps.map(
    ([find, name]): Rule => ({
      find,
      apply(state, match, _start, end) {
        const type = state.schema.marks[name];
        const wrapped = match[1];
        const inner = match[2];
        if (!type || wrapped === undefined || inner === undefined) return null;
        const width = name === "bold" ? 2 : 1;
        // The last character of the closing mark is being typed: it is not in the document yet.
        const from = end - (wrapped.length - 1);
        const { tr } = state;
        tr.delete(end - (width - 1), end);
        tr.addMark(from + width, end - (width - 1), type.create());
        tr.delete(from, from + width);
        return tr.removeStoredMark(type);
      },
    }),
  ),
  {
    find: /^---$/,
    apply(state, _match, start, end) {
      const $start = state.doc.resolve(start);
      const { divider, textblock } = state.schema.nodes;
      if ($start.parent.type !== textblock || $start.parent.attrs.style !== "paragraph" || !divider)
        return null;
      const tr = state.tr.delete(start, end);
      const place = $start.before();
      insertBlock(tr, place, divider.create());
      return tr.setSelection(Selection.near(tr.doc.resolve(place + 1), 1));
    },
  },
];

/**
 * `beforeRule` runs before each, so that one undo takes back the styling and leaves what was typed; `onList` after what
 * was typed has become a list.
 */
export function markdown(beforeRule: () => void, onList: () => void = () => {}): Plugin {
  return inputRules({
    rules: markdownRules.map(
      ({ find, apply }) =>
        new InputRule(find, (state, match, start, end) => {
          // A rule answers to the key that completes it, not to text that arrives whole.
          const typed = match[0].length - (end - start);
          const tr = typed === 1 && state.selection.empty ? apply(state, match, start, end) : null;
          if (tr) beforeRule();
          if (tr?.getMeta(begunList)) onList();
          return tr;
        }),
    ),
  });
}
