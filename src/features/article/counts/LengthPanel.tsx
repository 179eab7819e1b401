import { Popover } from "@base-ui/react/popover";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import {
  type ArticleCounts,
  countedParts,
  type TextCounts,
  wordsPerMinute,
} from "../../../domain/article/counts.ts";
import styles from "./LengthPanel.module.css";
import { TargetBar } from "./TargetBar.tsx";
import { TargetField } from "./TargetField.tsx";
import { useFigures } from "./useFigures.ts";

interface Props {
  doc: Y.Doc;
  counts: ArticleCounts;
  selection: TextCounts | null;
  target: number | null;
  mayWrite: boolean;
}

/** All figures of an article, and the length it is to have. */
export function LengthPanel({ doc, counts, selection, target, mayWrite }: Props) {
  const { t } = useTranslation("counts");
  const article = useTranslation("article");
  const { number, minutes, standing } = useFigures();
  const { characters, words } = counts.article;
  return (
    <div className={styles.panel}>
      <Popover.Title className={styles.title}>{t("title")}</Popover.Title>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className={styles.spoken}>{t("part")}</span>
            </th>
            <th scope="col">{t("column.words")}</th>
            <th scope="col">{t("column.characters")}</th>
            <th scope="col">{t("column.charactersWithoutSpaces")}</th>
          </tr>
        </thead>
        <tbody>
          {selection && <Row name={t("selection")} counts={selection} />}
          {countedParts.map((part) => (
            <Row key={part} name={article.t(part)} counts={counts.parts[part]} />
          ))}
        </tbody>
        <tbody className={styles.sum}>
          <Row name={t("article")} counts={counts.article} />
        </tbody>
        <tbody>
          <Row name={t("captions")} counts={counts.captions} />
        </tbody>
      </table>
      <p className={styles.hint}>{t("captionsHint")}</p>
      <p className={styles.reading}>
        {t("reading", { minutes: minutes(words) })}{" "}
        <span className={styles.hint}>{t("readingHint", { number: number(wordsPerMinute) })}</span>
      </p>
      {target !== null && (
        <p className={styles.standing}>
          {!mayWrite && <span>{t("targetOf", { number: number(target) })}</span>}
          <TargetBar characters={characters} target={target} />
          <span>{standing(characters, target)}</span>
        </p>
      )}
      {mayWrite && <TargetField doc={doc} target={target} />}
    </div>
  );
}

function Row({ name, counts }: { name: string; counts: TextCounts }) {
  const { number } = useFigures();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{number(counts.words)}</td>
      <td>{number(counts.characters)}</td>
      <td>{number(counts.charactersWithoutSpaces)}</td>
    </tr>
  );
}
