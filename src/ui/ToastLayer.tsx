import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { keepClear } from "./keepClear.ts";
import { type Tone, toneIcons } from "./Notice.tsx";
import styles from "./Toast.module.css";
import { onToast, type ToastWords } from "./toastQueue.ts";

const manager = Toast.createToastManager<{ tone: Tone }>();

/** Long enough to read and to reach the button; hovering or focusing stops the clock. */
const shownMs = 8000;

function add({ id: known, text, tone = "info", action, stays = false, onGone, over }: ToastWords): void {
  if (over?.aborted) return;
  const id = manager.add({
    id: known,
    title: text,
    data: { tone },
    timeout: tone === "bad" || stays ? 0 : shownMs,
    priority: tone === "bad" ? "high" : "low",
    onClose: onGone,
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
    <Toast.Viewport ref={stack} className={styles.viewport}>
      <Toasts />
    </Toast.Viewport>
  );
}

function Toasts() {
  const { t } = useTranslation();
  const { toasts } = Toast.useToastManager<{ tone: Tone }>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? "info";
    const Icon = tone === "info" ? null : toneIcons[tone];
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
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
