import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import {
  longestTarget,
  readTypedTarget,
  setTargetLength,
  type TypedTarget,
} from "../../../domain/article/targetLength.ts";
import { useArticleEditing } from "../../../editor/index.ts";
import { Button, TextField } from "../../../ui/index.ts";
import styles from "./LengthPanel.module.css";
import { useFigures } from "./useFigures.ts";

/** An example of a length, for whoever typed none. */
const exampleTarget = 2500;

/** The target, one undo step a change; Escape leaves it as it was. */
export function TargetField({ doc, target }: { doc: Y.Doc; target: number | null }) {
  const { t } = useTranslation("counts");
  const { undo } = useArticleEditing();
  const { number } = useFigures();
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<Exclude<TypedTarget["code"], "ok"> | null>(null);

  const apply = (): void => {
    if (draft === null) return;
    const typed = readTypedTarget(draft);
    setRefused(typed.code === "ok" ? null : typed.code);
    if (typed.code !== "ok") return;
    setDraft(null);
    if (typed.target !== target) undo.edit(() => setTargetLength(doc, typed.target));
  };

  return (
    <form
      className={styles.target}
      noValidate
      onSubmit={(submitted: SyntheticEvent) => {
        submitted.preventDefault();
        apply();
      }}
    >
      <TextField
        label={t("target")}
        description={t("targetHint")}
        error={
          refused &&
          t(`refused.${refused}`, { example: number(exampleTarget), longest: number(longestTarget) })
        }
        inputMode="numeric"
        size={8}
        autoComplete="off"
        value={draft ?? (target === null ? "" : number(target))}
        onValueChange={(typed) => {
          setDraft(typed);
          setRefused(null);
        }}
        onBlur={apply}
        onKeyDown={({ key }) => {
          if (key === "Escape") setDraft(null);
        }}
      />
      <Button type="submit">{t("targetApply")}</Button>
    </form>
  );
}
