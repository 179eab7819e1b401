import { useMutation } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "../../ui/copyText.ts";
import {
  Button,
  DateTime,
  Dialog,
  isSecondPress,
  Notice,
  TextField,
  useFailureWords,
} from "../../ui/index.ts";
import styles from "./PeoplePage.module.css";

interface OneTimeLink {
  url: string;
  expiresAt: string;
}

/**
 * Asks before it makes a one-time link, and then shows it, once: the server keeps only its hash. A press beside the link
 * does not close it. Mount anew for each opening.
 */
export function LinkDialog<Link extends OneTimeLink>({
  open,
  title,
  words,
  make,
  linkTitle,
  onMade,
  onOpenChange,
  children,
}: {
  open: boolean;
  title: string;
  /** What the link does. */
  words: string;
  make(): Promise<Link>;
  linkTitle(link: Link): string;
  onMade?(): void;
  onOpenChange(open: boolean): void;
  /** What is chosen for it. */
  children?: ReactNode;
}) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const failureWords = useFailureWords();
  const link = useMutation({ mutationFn: make, onSuccess: onMade });
  if (link.data)
    return (
      <Dialog
        open={open}
        onOpenChange={onOpenChange}
        title={linkTitle(link.data)}
        closesOutside={false}
        actions={
          <Button onClick={(press) => isSecondPress(press) || onOpenChange(false)}>{t("done")}</Button>
        }
      >
        <NewLink link={link.data} />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{common.t("cancel")}</Button>
          <Button variant="primary" busy={link.isPending} onClick={() => link.mutate()}>
            {t("makeLink")}
          </Button>
        </>
      }
    >
      {link.isError && <Notice tone="bad">{failureWords(link.error)}</Notice>}
      <p className={styles.words}>{words}</p>
      {children}
    </Dialog>
  );
}

/** The server listens on this computer alone, so nobody else can open the link. */
const opensHereOnly = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

function NewLink({ link }: { link: OneTimeLink }) {
  const { t } = useTranslation("people");
  const common = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), []);

  const copy = async () => {
    setCopied(await copyText(link.url));
    // Where the browser refused, it is copied by hand.
    field.current?.select();
  };
  return (
    <div className={styles.link}>
      <TextField
        ref={field}
        label={t("link")}
        value={link.url}
        readOnly
        onValueChange={() => {}}
        onFocus={(focus) => focus.target.select()}
        after={
          <Button variant="quiet" icon={copied ? Check : Copy} onClick={() => void copy()}>
            {common.t(copied ? "copied" : "copy")}
          </Button>
        }
      />
      <Notice tone="warn">
        {t("linkWords")} <DateTime at={link.expiresAt} />.
      </Notice>
      {opensHereOnly(link.url) && <Notice tone="warn">{t("linkOpensHereOnly")}</Notice>}
    </div>
  );
}
