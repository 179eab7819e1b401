import { useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "../../ui/copyText.ts";
import { Button } from "../../ui/index.ts";

/** Copies and says so; where the browser refuses, `onRefused` shows another way. */
export function CopyButton({
  text,
  label,
  onRefused,
}: {
  text: () => string;
  label: string;
  onRefused?: () => void;
}) {
  const { t } = useTranslation("article");
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const done = await copyText(text());
    setCopied(done);
    if (!done) onRefused?.();
  };
  return (
    <>
      <Button onClick={() => void copy()}>{label}</Button>
      <output aria-label={label}>{copied ? t("copied") : ""}</output>
    </>
  );
}
