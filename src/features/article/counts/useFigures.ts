import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { readingMinutes, type TextCounts } from "../../../domain/article/counts.ts";
import { standingOf } from "../../../domain/article/targetLength.ts";
import { useLocale } from "../../../ui/index.ts";

/** Figures in words of the page's language. */
export function useFigures() {
  const { t } = useTranslation("counts");
  const locale = useLocale();
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale);
    const number = (value: number): string => format.format(value);
    const minutes = (words: number): string => t("minutes", { number: number(readingMinutes(words)) });
    const characters = (count: number, target: number | null): string =>
      target === null
        ? t("characters", { count, number: number(count) })
        : t("charactersOf", { number: number(count), target: number(target) });
    return {
      number,
      minutes,
      /** «342 words · 2,103 characters · 2 min». */
      line: (counts: TextCounts, target: number | null = null): string =>
        [
          t("words", { count: counts.words, number: number(counts.words) }),
          characters(counts.characters, target),
          minutes(counts.words),
        ].join(" · "),
      /** «397 left», «on target» or «120 over». */
      standing: (count: number, target: number): string =>
        t(`standing.${standingOf(count, target)}`, { number: number(Math.abs(target - count)) }),
    };
  }, [t, locale]);
}
