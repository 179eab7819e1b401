import { Autocomplete } from "@base-ui/react/autocomplete";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { detailsMap } from "../../domain/article/document.ts";
import { readUsedSections } from "./articleApi.ts";
import { useArticleWords } from "./articleWords.ts";
import styles from "./SectionField.module.css";
import { normaliseTrail, offeredTrails } from "./section.ts";
import { useDetail } from "./useOpenArticle.ts";

interface Props {
  doc: Y.Doc;
  /** Under which the change is one of the own edits, so that undo knows it. */
  origin: object;
  mayWrite: boolean;
  onEnter: () => void;
}

/**
 * The section trail above the article. Every key is written, so that colleagues see it at once; what they write
 * meanwhile shows after leaving the field, never under one's own typing.
 */
export function SectionField({ doc, origin, mayWrite, onEnter }: Props) {
  const { t } = useTranslation("article");
  const section = useDetail(doc, "section");
  const language = useDetail(doc, "language");
  const [draft, setDraft] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const used = useQuery({
    queryKey: ["used-sections"],
    queryFn: ({ signal }) => readUsedSections(signal),
    enabled: mayWrite,
    staleTime: 60_000,
  });
  const general = useArticleWords(language)("section.general").split("; ");
  const offered = offeredTrails(draft ?? (open ? "" : section), used.data ?? [], general);

  if (!mayWrite) return section === "" ? null : <p className={styles.trail}>{section}</p>;

  const write = (typed: string): void => {
    const trail = normaliseTrail(typed);
    if (trail !== section) doc.transact(() => detailsMap(doc).set("section", trail), origin);
  };

  return (
    <Autocomplete.Root
      items={offered}
      mode="none"
      value={draft ?? section}
      open={open && offered.length > 0}
      onOpenChange={(opens, { event, reason }) => {
        // Pasting a whole trail asks for no suggestions; a list over the kicker would only be in the way.
        const pasted = reason === "input-change" && ((event as InputEvent).data?.length ?? 2) > 1;
        setOpen(opens && !pasted);
      }}
      onValueChange={(typed, { reason }) => {
        setDraft(reason === "item-press" ? null : typed);
        write(typed);
      }}
    >
      <Autocomplete.Input
        aria-label={t("section")}
        placeholder={t("section.placeholder")}
        className={styles.input}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="next"
        onBlur={() => setDraft(null)}
        onKeyDown={(pressed) => {
          if (pressed.key !== "Enter" || pressed.nativeEvent.isComposing) return;
          if (pressed.currentTarget.hasAttribute("aria-activedescendant")) return;
          pressed.preventDefault();
          setDraft(null);
          setOpen(false);
          onEnter();
        }}
      />
      <Autocomplete.Portal>
        <Autocomplete.Positioner className={styles.positioner} sideOffset={4} align="start">
          <Autocomplete.Popup className={styles.popup} aria-label={t("section.suggestions")}>
            <Autocomplete.List>
              {(trail: string) => (
                <Autocomplete.Item key={trail} value={trail} className={styles.item}>
                  {trail}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
