import { useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { detailsMap } from "../../domain/article/document.ts";
import type { useArticleEditing } from "../../editor/index.ts";
import { readUsedSections } from "./articleApi.ts";
import { useArticleWords } from "./articleWords.ts";
import styles from "./SectionField.module.css";
import { normaliseTrail, offeredTrails } from "./section.ts";
import { useDetail } from "./useOpenArticle.ts";

interface Props {
  doc: Y.Doc;
  /** The history that the change belongs to, as a step of its own. */
  undo: Pick<ReturnType<typeof useArticleEditing>["undo"], "edit" | "stopCapturing">;
  mayWrite: boolean;
  onEnter: () => void;
}

/**
 * The section trail above the article. Every key is written, so that colleagues see it at once; what they write
 * meanwhile shows after leaving the field, never under one's own typing. The suggestions are the browser's own
 * list: it takes nothing else on the page away from screen readers, as popups made of elements do.
 */
export function SectionField({ doc, undo, mayWrite, onEnter }: Props) {
  const { t } = useTranslation("article");
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const section = useDetail(doc, "section");
  const language = useDetail(doc, "language");
  const [draft, setDraft] = useState<string | null>(null);
  const used = useQuery({
    queryKey: ["used-sections"],
    queryFn: ({ signal }) => readUsedSections(signal),
    enabled: mayWrite,
    staleTime: 60_000,
  });
  const general = useArticleWords(language)("section.general").split("; ");

  if (!mayWrite) return section === "" ? null : <p className={styles.trail}>{section}</p>;

  const write = (typed: string): void => {
    const trail = normaliseTrail(typed);
    if (trail === section) return;
    undo.edit(() => detailsMap(doc).set("section", trail), { goesOn: "section", focus: showAnew });
  };
  const showAnew = (): void => {
    setDraft(null);
    input.current?.focus();
  };

  return (
    <>
      <input
        ref={input}
        list={listId}
        data-article-history=""
        aria-label={t("section")}
        placeholder={t("section.placeholder")}
        className={styles.input}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="next"
        value={draft ?? section}
        onChange={({ currentTarget }) => {
          setDraft(currentTarget.value);
          write(currentTarget.value);
        }}
        onFocus={() => undo.stopCapturing()}
        onBlur={() => {
          undo.stopCapturing();
          setDraft(null);
        }}
        onKeyDown={(pressed) => {
          if (pressed.key !== "Enter" || pressed.nativeEvent.isComposing) return;
          pressed.preventDefault();
          setDraft(null);
          onEnter();
        }}
      />
      <datalist id={listId}>
        {offeredTrails(used.data ?? [], general).map((trail) => (
          <option key={trail} value={trail}>
            {trail}
          </option>
        ))}
      </datalist>
    </>
  );
}
