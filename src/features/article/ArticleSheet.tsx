import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fieldText } from "../../domain/article/document.ts";
import { articleFields, type FieldName } from "../../domain/article/fields.ts";
import { BodyEditor, FieldEditor, LeadPicture, useArticleEditing } from "../../editor/index.ts";
import type { ArticleSession } from "../../session/index.ts";
import { ArticleDates } from "./ArticleDates.tsx";
import styles from "./ArticleSheet.module.css";
import { useArticleWords } from "./articleWords.ts";
import { SectionField } from "./SectionField.tsx";
import { useDetail, useFieldText } from "./useOpenArticle.ts";

/** The article as it is printed; each text of it is an editor in its place. */
export function ArticleSheet({ session, mayWrite }: { session: ArticleSession; mayWrite: boolean }) {
  const { t } = useTranslation("article");
  const { doc } = session;
  const { undo } = useArticleEditing();
  const language = useDetail(doc, "language");
  const word = useArticleWords(language);
  const headline = useFieldText(doc, "headline");
  const field = (name: FieldName, next: FieldName | "body" | null, before?: ReactNode) => (
    <SheetField session={session} name={name} next={next} before={before} />
  );

  return (
    <article className={styles.sheet} lang={language} aria-label={t("article")} data-read-only={!mayWrite}>
      {headline === "" && <h1 className={styles.spoken}>{t("untitled")}</h1>}
      <SectionField
        doc={doc}
        origin={undo.origin}
        mayWrite={mayWrite}
        onEnter={() => focusField(session, "kicker")}
      />
      {field("kicker", "headline")}
      <div {...(headline === "" ? {} : { role: "heading", "aria-level": 1 })}>
        {field("headline", "lead")}
      </div>
      {field("lead", "byline")}
      {field("byline", "dateline")}
      {field("dateline", "body")}
      <LeadPicture />
      <div className={styles.body} id={fieldId(session, "body")}>
        <BodyEditor label={t("body")} placeholder={t("body.placeholder")} />
      </div>
      <footer className={styles.foot}>
        {field("source", "contact", <span className={styles.before}>{word("print.source")}</span>)}
        <ArticleDates session={session} origin={undo.origin} mayWrite={mayWrite} />
        {field("contact", null)}
      </footer>
    </article>
  );
}

interface FieldProps {
  session: ArticleSession;
  name: FieldName;
  /** Where Enter leads; null stays. */
  next: FieldName | "body" | null;
  before: ReactNode;
}

function SheetField({ session, name, next, before }: FieldProps) {
  const { t } = useTranslation("article");
  const empty = useFieldText(session.doc, name) === "";
  return (
    <div className={styles.field} data-field={name} data-empty={empty} id={fieldId(session, name)}>
      {before}
      <FieldEditor
        text={fieldText(session.doc, name)}
        label={t(name)}
        placeholder={t(`${name}.placeholder`)}
        lineBreaks={articleFields[name].lineBreaks}
        className={styles.text}
        onEnter={() => {
          if (next) focusField(session, next);
        }}
      />
    </div>
  );
}

const fieldId = (session: ArticleSession, name: FieldName | "body"): string =>
  `field-${session.articleId}-${name}`;

function focusField(session: ArticleSession, name: FieldName | "body"): void {
  const box = document.getElementById(fieldId(session, name));
  box?.querySelector<HTMLElement>("[role=textbox], [contenteditable=true]")?.focus();
}
