import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import styles from "./Tooltip.module.css";

const delayMs = 500;
const gap = 6;
const margin = 8;

interface Tip {
  anchor: HTMLElement;
  label: string;
  shortcut: string | undefined;
}

/**
 * Once on the page: shows the words of what the mouse rests on or the keyboard has reached. It never takes a key or a
 * press for itself; any of them takes it away.
 */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const popup = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let anchor: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = (): void => {
      clearTimeout(timer);
      anchor = null;
      setTip(null);
    };
    const wait = (target: EventTarget | null): void => {
      const next = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
      if (next === anchor) return;
      hide();
      if (!next) return;
      anchor = next;
      timer = setTimeout(() => {
        const { tip: label, tipKeys: shortcut } = next.dataset;
        if (next.isConnected && label !== undefined) setTip({ anchor: next, label, shortcut });
      }, delayMs);
    };
    const onOver = (event: PointerEvent): void => {
      if (event.pointerType === "mouse") wait(event.target);
    };
    const onFocus = ({ target }: FocusEvent): void => {
      if (target instanceof Element && target.matches(":focus-visible")) wait(target);
    };
    const listeners = [
      ["pointerover", onOver],
      ["focusin", onFocus],
      ["focusout", hide],
      ["pointerdown", hide],
      ["keydown", hide],
      ["scroll", hide],
    ] as const;
    for (const [name, act] of listeners) document.addEventListener(name, act as EventListener, true);
    return () => {
      clearTimeout(timer);
      for (const [name, act] of listeners) document.removeEventListener(name, act as EventListener, true);
    };
  }, []);

  useLayoutEffect(() => {
    if (!tip || !popup.current) return;
    const around = tip.anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = popup.current;
    const below = around.bottom + gap + height + margin <= innerHeight;
    const left = Math.min(innerWidth - width - margin, around.left + around.width / 2 - width / 2);
    popup.current.style.left = `${Math.max(margin, left)}px`;
    popup.current.style.top = `${below ? around.bottom + gap : around.top - gap - height}px`;
  }, [tip]);

  if (!tip) return null;
  return createPortal(
    <div ref={popup} className={styles.popup} aria-hidden="true">
      <span>{tip.label}</span>
      {tip.shortcut !== undefined && <kbd className={styles.shortcut}>{tip.shortcut}</kbd>}
    </div>,
    document.body,
  );
}
