import { useTranslation } from "react-i18next";
import type { ArticleSummary, PresentPeople } from "../../domain/protocol/api.ts";
import { initials, useLocale, VisuallyHidden } from "../../ui/index.ts";
import styles from "./ArticleRow.module.css";

const mostMarks = 3;

/** Who else than the person who looks has the article open: the first by name, and how many there are in all. */
export function othersIn(
  { present, presentCount }: PresentPeople,
  self: string,
): { names: string[]; count: number } {
  const others = present.filter(({ id }) => id !== self);
  return { names: others.map(({ name }) => name), count: presentCount - (present.length - others.length) };
}

/** «Anna, Ben and 3 more», of at most so many names. */
export function useNamesOfOthers(most = 12): (others: ReturnType<typeof othersIn>) => string {
  const { t } = useTranslation("desk");
  const locale = useLocale();
  return ({ names, count }) => {
    const named = names.slice(0, most);
    const more = count - named.length;
    return new Intl.ListFormat(locale, { type: "conjunction" }).format(
      more > 0 ? [...named, t("presentMore", { count: more })] : named,
    );
  };
}

/** The marks of the others who have the article open. */
export function Others({ article, self }: { article: ArticleSummary; self: string }) {
  const { t } = useTranslation("desk");
  const namesOf = useNamesOfOthers();
  const others = othersIn(article, self);
  if (others.count === 0) return null;
  const label = t("present", { names: namesOf(others) });
  const more = others.count - mostMarks;
  return (
    <span title={label} className={styles.others}>
      <VisuallyHidden>{label}</VisuallyHidden>
      {others.names.slice(0, mostMarks).map((name, at) => (
        // Two may have one name.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={at} aria-hidden="true" className={styles.mark}>
          {initials(name)}
        </span>
      ))}
      {more > 0 && (
        <span aria-hidden="true" className={styles.mark}>
          +{more}
        </span>
      )}
    </span>
  );
}
