import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isFocusIdle } from "./arrival.tsx";
import { keepClear } from "./keepClear.ts";
import { type Tone, toneIcons } from "./Notice.tsx";
import styles from "./Toast.module.css";
import { onToast, type ToastWords } from "./toastQueue.ts";

interface ToastData {
  tone: Tone;
  takesFocus: boolean;
}

const manager = Toast.createToastManager<ToastData>();

/** Long enough to read and to reach the button; hovering or focusing stops the clock. */
const shownMs = 8000;

function add({
  id: known,
  text,
  tone = "info",
  action,
  stays = false,
  takesFocus = false,
  onGone,
  over,
}: ToastWords): void {
  if (over?.aborted) return;
  const id = manager.add({
    id: known,
    title: text,
    data: { tone, takesFocus },
    timeout: tone === "bad" || stays ? 0 : shownMs,
    priority: tone === "bad" ? "high" : "low",
    onClose() {
      leave(id);
      onGone?.();
    },
    actionProps: action && {
      children: action.label,
      onClick: () => {
        manager.close(id);
        action.onSelect();
      },
    },
  });
  over?.addEventListener("abort", () => manager.close(id), { once: true });
}

/** Where the keyboard was before it came to a toast. */
let cameFrom: EventTarget | null = null;

/** Brings the keyboard back from a toast that goes, so that no key is lost. */
function leave(id: string): void {
  const toast = document.querySelector(`[data-toast="${CSS.escape(id)}"]`);
  const isInside = (): boolean => toast?.contains(document.activeElement) ?? false;
  if (!isInside()) return;
  if (cameFrom instanceof HTMLElement) cameFrom.focus({ preventScroll: true });
  if (isInside()) document.querySelector("main")?.focus({ preventScroll: true });
}

/** Where toasts are shown. F6 moves the keyboard there. */
export function ToastLayer() {
  // After the provider has begun to listen, which lies inside.
  useEffect(() => onToast(add), []);
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Stack />
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** The toasts, clear of the line in which one writes. */
function Stack() {
  const stack = useRef<HTMLDivElement>(null);
  const { toasts } = Toast.useToastManager();
  useLayoutEffect(
    () => (stack.current && toasts.length > 0 ? keepClear(stack.current) : undefined),
    [toasts],
  );
  return (
    <Toast.Viewport
      ref={stack}
      className={styles.viewport}
      // A pointer leaves the keyboard where one writes.
      onMouseDown={(pressed) => pressed.preventDefault()}
      // Base UI would take that text's focus for its own, and stop the clock for good.
      onClick={(click) => click.preventBaseUIHandler()}
      onFocus={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) cameFrom = relatedTarget;
      }}
    >
      <Toasts />
    </Toast.Viewport>
  );
}

const takeFocus = (toast: HTMLElement | null): void => {
  if (isFocusIdle()) toast?.focus({ preventScroll: true });
};

function Toasts() {
  const { t } = useTranslation();
  const { toasts } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? "info";
    const Icon = tone === "info" ? null : toneIcons[tone];
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        data-toast={toast.id}
        ref={toast.data?.takesFocus ? takeFocus : undefined}
        className={styles.toast}
        swipeDirection={["down", "right"]}
        // Bad news is read out at once, by an alert beside it. It stays until closed, so it has to be found later too:
        // not hidden, as it comes, and not read out twice.
        aria-hidden={undefined}
        aria-live={tone === "bad" ? "off" : undefined}
      >
        <Toast.Content className={styles.content}>
          {Icon && <Icon aria-hidden="true" size={18} />}
          <Toast.Title className={styles.title} render={<p />} />
          {toast.actionProps && <Toast.Action className={styles.action} />}
          <Toast.Close className={styles.close} aria-label={t("close")} aria-hidden={undefined}>
            <X aria-hidden="true" size={17} />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
