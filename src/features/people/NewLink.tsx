import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "../../ui/copyText.ts";
import { Button, DateTime, Dialog, isSecondPress, Notice, TextField } from "../../ui/index.ts";
import styles from "./PeoplePage.module.css";

interface Props {
  open: boolean;
  title: string;
  link: { url: string; expiresAt: string };
  onOpenChange(open: boolean): void;
}

/** Shows a one-time link, once: the server keeps only its hash. A press beside the dialog does not close it. */
export function NewLinkDialog({ open, title, link, onOpenChange }: Props) {
  const { t } = useTranslation("people");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      closesOutside={false}
      actions={<Button onClick={(press) => isSecondPress(press) || onOpenChange(false)}>{t("done")}</Button>}
    >
      <NewLink link={link} />
    </Dialog>
  );
}

/** The server listens on this computer alone, so nobody else can open the link. */
const opensHereOnly = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

function NewLink({ link }: Pick<Props, "link">) {
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
