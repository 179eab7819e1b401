import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button.tsx";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton.tsx";
import { useClosing } from "./secondPress.ts";

export interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** False where what it shows is shown only once. */
  closesOutside?: boolean;
  /** `wide` for previews; else as wide as a form. */
  size?: "form" | "wide";
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Keeps the keyboard inside, closes by Escape, outside press and its own button, and gives the focus back. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, size = "form", closesOutside = true, actions, children } = props;
  const { t } = useTranslation();
  const mayChange = useClosing(open);
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={!closesOutside}
      onOpenChange={(next, change) => {
        if (mayChange(next, change)) onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup className={styles.popup} data-size={size}>
            <div className={styles.head}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              <div className={styles.close}>
                {/* The focus begins here: a tooltip would take the first Escape for itself. */}
                <IconButton label={t("close")} icon={X} tooltip={false} onClick={() => onOpenChange(false)} />
              </div>
            </div>
            <div className={styles.content}>{children}</div>
            {actions && <div className={styles.actions}>{actions}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** What will happen if one goes on. */
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  /** Closing is the caller's: something may go wrong first. */
  onConfirm(): void;
}

/** A question that has to be answered: a press outside does not close it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={props.open} onOpenChange={props.onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Viewport className={styles.viewport}>
          <AlertDialog.Popup className={styles.popup}>
            <div className={styles.head}>
              <AlertDialog.Title className={styles.title}>{props.title}</AlertDialog.Title>
            </div>
            <AlertDialog.Description className={styles.content} render={<div />}>
              {props.children}
            </AlertDialog.Description>
            <div className={styles.actions}>
              <AlertDialog.Close render={<Button>{t("cancel")}</Button>} />
              <Button
                variant={props.danger ? "danger" : "primary"}
                busy={props.busy}
                onClick={props.onConfirm}
              >
                {props.confirmLabel}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
