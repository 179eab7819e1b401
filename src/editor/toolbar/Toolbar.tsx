import { Toolbar as Base } from "@base-ui/react/toolbar";
import type { Command } from "@tiptap/pm/state";
import {
  Bold,
  Image,
  Italic,
  Link,
  List,
  ListIndentDecrease,
  ListIndentIncrease,
  ListOrdered,
  type LucideIcon,
  Minus,
  Quote,
  Redo2,
  Undo2,
} from "lucide-react";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { ArticleUndo } from "../../binding/index.ts";
import type { BlockStyle } from "../../domain/article/content.ts";
import { pageLeft, showToast, Tooltip } from "../../ui/index.ts";
import { insertDivider } from "../commands/atoms.ts";
import { indentItems, toggleStyle } from "../commands/blocks.ts";
import { toggle } from "../commands/marks.ts";
import { useArticleEditing } from "../editingContext.ts";
import { FilePicker } from "../pictures/FilePicker.tsx";
import { type ShortcutName, shortcutLabel, shortcutOf, shortcuts, spokenShortcut } from "../shortcuts.ts";
import { StyleMenu } from "./StyleMenu.tsx";
import { useSelectionState } from "./selectionState.ts";
import styles from "./Toolbar.module.css";

/** What the body's text can be made, pictures, and the history of the whole article. */
export function Toolbar({ className }: { className?: string }) {
  const { t } = useTranslation("tools");
  const { editors, undo, pictures, mayWrite } = useArticleEditing();
  const body = useStore(editors.state, (state) => state.body);
  const elsewhere = useStore(editors.state, ({ focused, body }) => focused !== null && focused !== body);
  const { canUndo, canRedo } = useHistory(undo);
  const input = useRef<HTMLInputElement>(null);
  const now = useSelectionState(body);
  const { root, goBack } = useToolsKey();
  if (!mayWrite) return null;

  const run = (command: Command) => (): void => {
    if (!body) return;
    // By mouse or touch the focus goes back to the text; by keyboard it stays, for the next button.
    const byKeyboard = document.activeElement?.closest("[role=toolbar]") != null;
    undo.stopCapturing();
    command(body.state, body.view.dispatch, body.view);
    undo.stopCapturing();
    if (!byKeyboard) body.view.focus();
  };
  const why = elsewhere ? t("bodyOnly") : undefined;
  const text = { disabled: elsewhere || !body, why };
  const is = (style: BlockStyle): boolean => now.style.kind === "one" && now.style.name === style;

  return (
    <Base.Root
      ref={root}
      className={`${styles.toolbar} ${className ?? ""}`}
      aria-label={t("toolbar")}
      onMouseDown={keepFocus}
      // A finger sees no tooltip.
      onClick={({ target }) => {
        if (why !== undefined && (target as Element).closest("[aria-description]"))
          showToast({ id: "bodyOnly", text: why, over: pageLeft() });
      }}
      // On its way in: a tooltip would take the key for itself.
      onKeyDownCapture={(event) => {
        if (event.key !== shortcuts.leaveTools.key || !root.current?.contains(event.target as Element))
          return;
        if (!goBack()) body?.view.focus();
      }}
    >
      <div className={styles.formats}>
        <StyleMenu style={now.style} body={body} {...text} />
        {/* Where a phone shows them, too. */}
        {now.items && (
          <>
            <Base.Separator className={styles.separator} />
            <ToolButton
              name="outdent"
              icon={ListIndentDecrease}
              onPress={run(indentItems(-1))}
              {...text}
              disabled={text.disabled || !now.items.outdent}
            />
            <ToolButton
              name="indent"
              icon={ListIndentIncrease}
              onPress={run(indentItems(1))}
              {...text}
              disabled={text.disabled || !now.items.indent}
            />
          </>
        )}
        <Base.Separator className={styles.separator} />
        <ToolButton name="bold" icon={Bold} pressed={now.bold} onPress={run(toggle("bold"))} {...text} />
        <ToolButton
          name="italic"
          icon={Italic}
          pressed={now.italic}
          onPress={run(toggle("italic"))}
          {...text}
        />
        <ToolButton
          name="link"
          icon={Link}
          pressed={now.link}
          onPress={() => editors.askForLink()}
          {...text}
        />
        <Base.Separator className={styles.separator} />
        <ToolButton
          name="quote"
          icon={Quote}
          pressed={is("quote")}
          onPress={run(toggleStyle("quote"))}
          {...text}
        />
        <ToolButton
          name="bullet"
          icon={List}
          pressed={is("bullet")}
          onPress={run(toggleStyle("bullet"))}
          {...text}
        />
        <ToolButton
          name="number"
          icon={ListOrdered}
          pressed={is("number")}
          onPress={run(toggleStyle("number"))}
          {...text}
        />
        <ToolButton name="divider" icon={Minus} onPress={run(insertDivider)} {...text} />
        <ToolButton name="addPicture" icon={Image} onPress={() => input.current?.click()} />
        <FilePicker input={input} several onFiles={(files) => pictures.add(files)} />
      </div>
      <Base.Separator className={styles.separator} />
      <ToolButton name="undo" icon={Undo2} disabled={!canUndo} onPress={() => undo.undo()} />
      <ToolButton name="redo" icon={Redo2} disabled={!canRedo} onPress={() => undo.redo()} />
    </Base.Root>
  );
}

/** A key leads from a text to the tools, and another back to that text. */
function useToolsKey() {
  const root = useRef<HTMLDivElement>(null);
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const tools = root.current;
      if (!tools || shortcutOf(event) !== "tools" || document.querySelector("[role=dialog]")) return;
      event.preventDefault();
      const focused = document.activeElement;
      if (tools.contains(focused)) return;
      from.current = focused instanceof HTMLElement && focused !== document.body ? focused : null;
      tools.querySelector<HTMLElement>("button[tabindex='0']")?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  const goBack = (): boolean => {
    const text = from.current;
    from.current = null;
    text?.focus();
    return text?.isConnected === true;
  };
  return { root, goBack };
}

/** A press on a tool must not take the caret out of the text. */
const keepFocus = (event: React.MouseEvent): void => {
  if ((event.target as Element).closest("button")) event.preventDefault();
};

interface ToolProps {
  name:
    | Extract<
        ShortcutName,
        "bold" | "italic" | "link" | "quote" | "bullet" | "number" | "indent" | "outdent" | "undo" | "redo"
      >
    | "divider"
    | "addPicture";
  icon: LucideIcon;
  pressed?: boolean;
  disabled?: boolean;
  /** Why it is not to be had here. */
  why?: string | undefined;
  onPress: () => void;
}

function ToolButton({ name, icon: Icon, pressed, disabled, why, onPress }: ToolProps) {
  const { t } = useTranslation("tools");
  const shortcut = name === "divider" || name === "addPicture" ? null : name;
  return (
    <Tooltip
      label={why === undefined ? t(name) : `${t(name)}. ${why}`}
      shortcut={shortcut && why === undefined ? shortcutLabel(shortcut) : undefined}
    >
      <Base.Button
        className={styles.button}
        aria-label={t(name)}
        aria-description={why}
        aria-pressed={pressed}
        aria-keyshortcuts={shortcut ? spokenShortcut(shortcut) : undefined}
        disabled={disabled}
        onClick={onPress}
      >
        <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
      </Base.Button>
    </Tooltip>
  );
}

function useHistory(undo: ArticleUndo): { canUndo: boolean; canRedo: boolean } {
  const subscribe = useCallback((notify: () => void) => undo.subscribe(notify), [undo]);
  return {
    canUndo: useSyncExternalStore(subscribe, () => undo.canUndo()),
    canRedo: useSyncExternalStore(subscribe, () => undo.canRedo()),
  };
}
