import { Menu } from "@base-ui/react/menu";
import { Toolbar } from "@base-ui/react/toolbar";
import { Check, ChevronDown } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { type BlockStyle, blockStyles, isBlockStyle } from "../../domain/article/content.ts";
import { menuPlace } from "../../ui/index.ts";
import { setStyle } from "../commands/blocks.ts";
import { shortcutLabel } from "../shortcuts.ts";
import type { TextEditor } from "../TextEditor.ts";
import type { SelectionState } from "./selectionState.ts";
import styles from "./Toolbar.module.css";

interface Props {
  /** An unknown style shows as a paragraph. */
  style: SelectionState["style"];
  body: TextEditor | null;
  disabled: boolean;
  /** Why it is not to be had here. */
  why: string | undefined;
}

/** Names the style of the text at the caret, and sets another. */
export function StyleMenu({ style, body, disabled, why }: Props) {
  const { t } = useTranslation("tools");
  const chosen = useRef(false);
  const current = style.kind !== "one" ? null : isBlockStyle(style.name) ? style.name : "paragraph";
  const shown = current ? t(current) : t(style.kind === "mixed" ? "style.mixed" : "style");
  return (
    <Menu.Root>
      <Toolbar.Button
        disabled={disabled}
        render={<Menu.Trigger />}
        className={styles.style}
        aria-description={why}
        data-tip={why}
        aria-label={style.kind === "none" ? shown : t("style.of", { style: shown })}
      >
        <span className={styles.styleName}>{shown}</span>
        <ChevronDown aria-hidden="true" size={16} />
      </Toolbar.Button>
      <Menu.Portal container={menuPlace}>
        <Menu.Positioner align="start" sideOffset={6} collisionPadding={8} style={{ zIndex: 40 }}>
          <Menu.Popup
            className={styles.menu}
            tabIndex={0}
            aria-label={t("style")}
            finalFocus={() => {
              const back = chosen.current ? body?.view.dom : null;
              chosen.current = false;
              return back ?? true;
            }}
          >
            <Menu.RadioGroup
              value={current}
              onValueChange={(value: BlockStyle) => {
                chosen.current = true;
                if (body) setStyle(value)(body.state, body.view.dispatch);
              }}
            >
              {blockStyles.map((each) => (
                <Menu.RadioItem key={each} value={each} closeOnClick className={styles.item} data-look={each}>
                  <span className={styles.mark}>
                    <Menu.RadioItemIndicator>
                      <Check aria-hidden="true" size={16} />
                    </Menu.RadioItemIndicator>
                  </span>
                  <span>{t(each)}</span>
                  <kbd className={styles.shortcut}>{shortcutLabel(each)}</kbd>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
