import { Check, Copy, Download, FileArchive, type LucideIcon } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { readArticle } from "../../domain/article/readArticle.ts";
import type { ArticleSession } from "../../session/index.ts";
import { ApiFailure, Button, Notice, useFailureWords } from "../../ui/index.ts";
import { type CopyFormat, copyPath, exportPath, readExport } from "./articleApi.ts";
import { copyAs } from "./clipboard.ts";
import styles from "./ExportPanel.module.css";
import { useExportPreview } from "./useExportPreview.ts";
import { useSessionState } from "./useOpenArticle.ts";

/** The page as it will be downloaded, and the ways to take it along. Waits until every word is saved. */
export function ExportPanel({ session }: { session: ArticleSession }) {
  const { t } = useTranslation("export");
  const failureWords = useExportFailureWords();
  const save = useSessionState(session, (state) => state.save.kind);
  const [latest, onCopy] = useState<CopyFormat | null>(null);
  const copying = { latest, onCopy };
  const [anyway, setAnyway] = useState(false);
  const ready = save === "saved" || (anyway && save === "not-saved");
  const { preview, round, again } = useExportPreview(session, ready);
  // As of each preview, like everything in it.
  // oxlint-disable-next-line react/exhaustive-deps
  const hasPictures = useMemo(() => showsPictures(session.doc), [session.doc, round]);
  const usable = ready && preview.kind === "ready";
  const stale = preview.kind === "ready" && preview.stale;

  return (
    <div className={styles.panel}>
      <div className={styles.ways}>
        <DownloadButton session={session} format="html" usable={usable} icon={Download} />
        <DownloadButton session={session} format="zip" usable={usable} icon={FileArchive} />
        <CopyWay session={session} format="fragment" usable={usable} {...copying} />
        {hasPictures && <CopyWay session={session} format="withoutPictures" usable={usable} {...copying} />}
        <CopyWay session={session} format="text" usable={usable} {...copying} />
      </div>
      {save === "saving" && <Notice>{t("waiting")}</Notice>}
      {save === "offline" && <Notice tone="warn">{t("offline")}</Notice>}
      {save === "not-saved" && (
        <Notice
          tone="warn"
          action={!anyway && <Button onClick={() => setAnyway(true)}>{t("exportSaved")}</Button>}
        >
          {t("notSaved")}
        </Notice>
      )}
      {ready && preview.kind === "failed" && (
        <Notice tone="bad" action={<Button onClick={again}>{t("retry")}</Button>}>
          {failureWords(preview.error)}
        </Notice>
      )}
      {ready && stale && (
        <Notice action={<Button onClick={again}>{t("refresh")}</Button>}>{t("changed")}</Notice>
      )}
      <div className={styles.page} data-stale={stale}>
        {preview.kind === "ready" ? (
          <iframe
            key={round}
            title={t("preview")}
            sandbox="allow-scripts"
            src={exportPath(session.articleId, "html", "inline")}
          />
        ) : (
          preview.kind === "loading" && ready && <p className={styles.loading}>{t("loading")}</p>
        )}
      </div>
      {preview.kind === "ready" && preview.hash !== null && (
        <details className={styles.details}>
          <summary>{t("details")}</summary>
          <p>
            {t("hash")} <code>{preview.hash}</code>
          </p>
        </details>
      )}
    </div>
  );
}

function showsPictures(doc: Y.Doc): boolean {
  const { details, body } = readArticle(doc);
  return details.leadMedia !== null || body.some(({ kind }) => kind === "figure");
}

/** Too many at once are the person's own exports, which may be those of other tabs. */
function useExportFailureWords(): (failure: unknown) => string {
  const { t } = useTranslation("export");
  const words = useFailureWords();
  return (failure) =>
    failure instanceof ApiFailure && failure.code === "too-many-requests" ? t("tooMany") : words(failure);
}

interface WayProps {
  session: ArticleSession;
  usable: boolean;
}

function DownloadButton({
  session,
  format,
  usable,
  icon,
}: WayProps & { format: "html" | "zip"; icon: LucideIcon }) {
  const { t } = useTranslation("export");
  const download = (): void => {
    const link = document.createElement("a");
    link.href = exportPath(session.articleId, format);
    link.download = "";
    link.click();
  };
  return (
    <Way
      icon={icon}
      label={t(format)}
      explanation={t(`${format}.explain`)}
      disabled={!usable}
      onClick={download}
    />
  );
}

type Copying =
  | { kind: "idle" | "copying" }
  | { kind: "copied"; text: string }
  | { kind: "by-hand"; text: string }
  | { kind: "failed"; error: unknown };

/** A fragment goes as rich text for editors that take it, and as its source for all others. */
const typesOf: Record<CopyFormat, readonly string[]> = {
  fragment: ["text/html", "text/plain"],
  withoutPictures: ["text/html", "text/plain"],
  text: ["text/plain"],
};

interface CopyWayProps extends WayProps {
  format: CopyFormat;
  /** What was copied last: nothing is said of another copy, as it is no longer what one would paste. */
  latest: CopyFormat | null;
  onCopy(format: CopyFormat): void;
}

function CopyWay({ session, format, usable, latest, onCopy }: CopyWayProps) {
  const { t } = useTranslation("export");
  const failureWords = useExportFailureWords();
  const [own, setState] = useState<Copying>({ kind: "idle" });
  const state: Copying = latest === format ? own : { kind: "idle" };

  const copy = async (): Promise<void> => {
    onCopy(format);
    setState({ kind: "copying" });
    const text = readExport(copyPath(session.articleId, format)).then((bytes) =>
      new TextDecoder().decode(bytes),
    );
    try {
      const done = await copyAs(typesOf[format], text);
      setState({ kind: done ? "copied" : "by-hand", text: await text });
    } catch (error) {
      setState({ kind: "failed", error });
    }
  };

  return (
    <>
      <Way
        icon={state.kind === "copied" ? Check : Copy}
        label={t(format)}
        explanation={t(`${format}.explain`)}
        disabled={!usable || state.kind === "copying"}
        onClick={() => void copy()}
      />
      <output className={styles.said} aria-label={t(format)}>
        {state.kind === "copied" && (
          <span data-tone="good">{t(format === "text" ? "textCopied" : "copied")}</span>
        )}
        {state.kind === "failed" && <span data-tone="bad">{failureWords(state.error)}</span>}
        {state.kind === "by-hand" && <span>{t("copyByHand")}</span>}
        {"text" in state && format === "fragment" && state.text.includes("<img ") && (
          <span> {t("picturesNeedSignIn")}</span>
        )}
      </output>
      {state.kind === "by-hand" && (
        <textarea
          aria-label={t(format === "text" ? "textSource" : "source")}
          className={styles.byHand}
          readOnly
          rows={6}
          value={state.text}
          onFocus={(focused) => focused.currentTarget.select()}
        />
      )}
    </>
  );
}

interface WayLook {
  icon: LucideIcon;
  label: string;
  explanation: string;
  disabled: boolean;
  onClick: () => void;
}

function Way({ icon: Icon, label, explanation, disabled, onClick }: WayLook) {
  return (
    <button type="button" className={styles.way} disabled={disabled} onClick={onClick}>
      <Icon aria-hidden="true" size={18} className={styles.icon} />
      <span>
        <span className={styles.label}>{label}</span>{" "}
        <span className={styles.explanation}>{explanation}</span>
      </span>
    </button>
  );
}
