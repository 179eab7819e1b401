import { useId } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { fieldText } from "../../domain/article/document.ts";
import { articleFields, type FieldName } from "../../domain/article/fields.ts";
import { printWords, registeredLanguage } from "../../domain/export/language.ts";
import { BodyEditor, FieldEditor, LeadPicture, useArticleEditing } from "../../editor/index.ts";
import type { ArticleSession } from "../../session/index.ts";
import { ArticleDates } from "./ArticleDates.tsx";
import styles from "./ArticleSheet.module.css";
import { SectionField } from "./SectionField.tsx";
import { useDetail, useFieldText } from "./useOpenArticle.ts";

/** The article as it is printed; each text of it is an editor in its place. */
export function ArticleSheet({ session, mayWrite }: { session: ArticleSession; mayWrite: boolean }) {
  const { t } = useTranslation("article");
  const { doc } = session;
  const { undo } = useArticleEditing();
  const language = registeredLanguage(useDetail(doc, "language"));
  const headline = useFieldText(doc, "headline");
  const kickerId = useId();

  return (
    <article className={styles.sheet} lang={language} aria-label={t("article")} data-read-only={!mayWrite}>
      {headline === "" && <h1 className={styles.spoken}>{t("untitled")}</h1>}
      <SectionField
        doc={doc}
        origin={undo.origin}
        mayWrite={mayWrite}
        onEnter={() => document.getElementById(kickerId)?.focus()}
      />
      <SheetField doc={doc} name="kicker" id={kickerId} />
      <div {...(headline === "" ? {} : { role: "heading", "aria-level": 1 })}>
        <SheetField doc={doc} name="headline" />
      </div>
      <SheetField doc={doc} name="lead" />
      <SheetField doc={doc} name="byline" />
      <SheetField doc={doc} name="dateline" />
      <LeadPicture />
      <div className={styles.body}>
        <BodyEditor label={t("body")} placeholder={t("body.placeholder")} />
      </div>
      <footer className={styles.foot}>
        <SheetField doc={doc} name="source" before={printWords(language).source} />
        <ArticleDates session={session} origin={undo.origin} mayWrite={mayWrite} />
        <SheetField doc={doc} name="contact" />
      </footer>
    </article>
  );
}

interface FieldProps {
  doc: Y.Doc;
  name: FieldName;
  id?: string;
  /** Printed before the text, such as «Quelle:». */
  before?: string;
}

function SheetField({ doc, name, id, before }: FieldProps) {
  const { t } = useTranslation("article");
  const empty = useFieldText(doc, name) === "";
  return (
    <div className={styles.field} data-field={name} data-empty={empty}>
      {before !== undefined && <span className={styles.before}>{before}</span>}
      <FieldEditor
        id={id}
        text={fieldText(doc, name)}
        label={t(name)}
        placeholder={t(`${name}.placeholder`)}
        lineBreaks={articleFields[name].lineBreaks}
        className={styles.text}
      />
    </div>
  );
}
