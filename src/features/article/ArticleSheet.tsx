import { useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { fieldText } from "../../domain/article/document.ts";
import { articleFields, type FieldName } from "../../domain/article/fields.ts";
import { printWords, registeredLanguage } from "../../domain/export/language.ts";
import { BodyEditor, CaretOverlay, FieldEditor, LeadPicture, useArticleEditing } from "../../editor/index.ts";
import type { ArticleSession } from "../../session/index.ts";
import { DocumentTitle, isFocusIdle } from "../../ui/index.ts";
import { ArticleDates } from "./ArticleDates.tsx";
import styles from "./ArticleSheet.module.css";
import { articleText } from "./articleText.ts";
import { SectionField } from "./SectionField.tsx";
import { useDetail, useFieldText } from "./useOpenArticle.ts";

/** The article as it is printed; each text of it is an editor in its place. */
export function ArticleSheet({ session, mayWrite }: { session: ArticleSession; mayWrite: boolean }) {
  const { t } = useTranslation("article");
  const { doc } = session;
  const { undo } = useArticleEditing();
  const language = registeredLanguage(useDetail(doc, "language"));
  const section = useDetail(doc, "section");
  const headline = useFieldText(doc, "headline");
  const kickerId = useId();
  const headlineId = useId();
  useBeginning(doc, headlineId, mayWrite);

  return (
    <article className={styles.sheet} lang={language} aria-label={t("article")} data-read-only={!mayWrite}>
      <DocumentTitle title={headline.trim() || t("untitled")} />
      {headline === "" && <h1 className={styles.spoken}>{t("untitled")}</h1>}
      <div className={styles.field} data-field="section" data-label={t("section")} data-printed={section}>
        <SectionField
          doc={doc}
          undo={undo}
          mayWrite={mayWrite}
          onEnter={() => document.getElementById(kickerId)?.focus()}
        />
      </div>
      <SheetField doc={doc} name="kicker" id={kickerId} />
      <div {...(headline === "" ? {} : { role: "heading", "aria-level": 1 })}>
        <SheetField doc={doc} name="headline" id={headlineId} />
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
        <ArticleDates session={session} undo={undo} mayWrite={mayWrite} />
        <SheetField doc={doc} name="contact" />
      </footer>
      <CaretOverlay />
    </article>
  );
}

/** An article without a word begins with its headline: the keyboard is there unless it has somewhere to be. */
function useBeginning(doc: Y.Doc, headlineId: string, mayWrite: boolean): void {
  useEffect(() => {
    if (!mayWrite || articleText(doc) !== "") return undefined;
    const frame = requestAnimationFrame(() => {
      if (isFocusIdle()) document.getElementById(headlineId)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [doc, headlineId, mayWrite]);
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
    <div className={styles.field} data-field={name} data-label={t(name)} data-empty={empty}>
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
