import { ExternalLink, Pencil, Unlink } from "lucide-react";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { coveredEdges } from "../../binding/index.ts";
import { safeLink } from "../../domain/article/links.ts";
import { announce, IconButton } from "../../ui/index.ts";
import { linkAround, removeLink } from "../commands/marks.ts";
import { openLinkAtCaret } from "../commands/reach.ts";
import { useArticleEditing } from "../editingContext.ts";
import type { TextEditor } from "../TextEditor.ts";
import styles from "./LinkCard.module.css";

const gap = 6;

/**
 * Where the link at the caret leads, and what can be done with it. The caret stays in the text: a key that writes or
 * leaves the link closes the card, Tab leads into it, Escape back to the text.
 */
export function LinkCard({ editor, onClose }: { editor: TextEditor; onClose: () => void }) {
  const { t } = useTranslation("tools");
  const { editors, undo } = useArticleEditing();
  const href = useHref(editor);
  const card = usePlace(editor);
  useKeys(card, editor, onClose);
  useEffect(() => {
    if (href === null) onClose();
    else announce(t("link.shown", { address: href }));
  }, [href, onClose, t]);

  const backToText = (): void => {
    onClose();
    editor.view.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset does not shrink with its column
    <div ref={card} role="group" aria-label={t("link.card")} className={styles.card}>
      <span className={styles.address} title={href ?? ""} dir="ltr">
        {href}
      </span>
      {safeLink(href) !== null && (
        <IconButton
          label={t("link.open")}
          icon={ExternalLink}
          onClick={() => {
            openLinkAtCaret(editor.state);
            onClose();
          }}
        />
      )}
      <IconButton
        label={t("link.edit")}
        icon={Pencil}
        onClick={() => {
          onClose();
          editors.askForLink();
        }}
      />
      <IconButton
        label={t("link.remove")}
        icon={Unlink}
        onClick={() => {
          undo.stopCapturing();
          removeLink(editor.state, editor.view.dispatch);
          undo.stopCapturing();
          backToText();
        }}
      />
    </div>
  );
}

/** The address of the link at the caret; null once there is none. */
function useHref(editor: TextEditor): string | null {
  const subscribe = useCallback((notify: () => void) => editor.onChange(notify), [editor]);
  return useSyncExternalStore(subscribe, () => linkAround(editor.state)?.href ?? null);
}

/** Below the line of the caret, above it where the window has no room left; it stays there whatever is written above. */
function usePlace(editor: TextEditor): RefObject<HTMLDivElement | null> {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = (): void => {
      const element = card.current;
      const around = element?.offsetParent?.getBoundingClientRect();
      if (!element || !around || editor.isDestroyed) return;
      const caret = editor.view.coordsAtPos(editor.state.selection.head);
      const { offsetWidth: width, offsetHeight: height } = element;
      const bottom = (visualViewport?.height ?? innerHeight) - coveredEdges().bottom;
      const top = caret.bottom + gap + height <= bottom ? caret.bottom + gap : caret.top - gap - height;
      const left = Math.max(0, Math.min(caret.left - around.left - width / 3, around.width - width));
      element.style.top = `${top - around.top}px`;
      element.style.left = `${left}px`;
    };
    place();
    const stopFollowing = editor.onChange(place);
    addEventListener("resize", place);
    return () => {
      stopFollowing();
      removeEventListener("resize", place);
    };
  }, [editor]);
  return card;
}

const alone = ["Shift", "Control", "Alt", "Meta"];

function useKeys(card: RefObject<HTMLDivElement | null>, { view }: TextEditor, onClose: () => void): void {
  useEffect(() => {
    const isInCard = (target: EventTarget | null): boolean => card.current?.contains(target as Node) ?? false;
    const isInText = (target: EventTarget | null): boolean => view.dom.contains(target as Node);
    const onFocus = ({ target }: Event): void => {
      if (!isInCard(target) && !isInText(target)) onClose();
    };
    const onPress = ({ target }: Event): void => {
      if (!isInCard(target)) onClose();
    };
    // Before the editor takes the key: in a list, Tab would move the item.
    const onKeyDown = (event: KeyboardEvent): void => {
      const { key, target, shiftKey } = event;
      const inCard = isInCard(target);
      if (alone.includes(key) || !(inCard || isInText(target))) return;
      const first = card.current?.querySelector("button");
      const enters = !inCard && key === "Tab" && !shiftKey;
      const leaves = key === "Escape" || (target === first && key === "Tab" && shiftKey);
      if (enters) first?.focus();
      if (leaves) view.focus();
      if (leaves || !(enters || inCard)) onClose();
      if (!enters && !leaves) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const listeners = [
      ["pointerdown", onPress],
      ["focusin", onFocus],
      ["keydown", onKeyDown],
    ] as const;
    for (const [name, act] of listeners) document.addEventListener(name, act as EventListener, true);
    return () => {
      for (const [name, act] of listeners) document.removeEventListener(name, act as EventListener, true);
    };
  }, [card, view, onClose]);
}
