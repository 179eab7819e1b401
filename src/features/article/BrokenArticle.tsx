import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleSession } from "../../session/index.ts";
import { Button, ButtonLink, EmptyState, useFirstPaint } from "../../ui/index.ts";
import { articleText } from "./articleText.ts";
import { CopyButton } from "./CopyButton.tsx";
import { SaveState } from "./SaveState.tsx";

interface Props {
  session: ArticleSession;
  children: ReactNode;
}

/**
 * Something threw while showing the article. The session is outside and lives on: what is on its way to the server
 * still gets there, and says so.
 */
export class ArticleBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError = (): { broken: boolean } => ({ broken: true });

  override componentDidCatch(error: unknown): void {
    reportError(error);
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenArticle session={this.props.session} /> : this.props.children;
  }
}

/** As plain as can be: whatever broke the page must not break this. */
function BrokenArticle({ session }: { session: ArticleSession }) {
  const { t } = useTranslation("article");
  useFirstPaint();
  return (
    <main>
      <EmptyState
        level="h1"
        title={t("broken.title")}
        actions={
          <>
            <Button variant="primary" onClick={() => location.reload()}>
              {t("broken.reload")}
            </Button>
            <CopyButton text={() => articleText(session.doc)} label={t("copyUnsaved")} />
            <ButtonLink to="/">{t("backToDesk")}</ButtonLink>
          </>
        }
      >
        <p>{t("broken.explain")}</p>
        <SaveState session={session} />
      </EmptyState>
    </main>
  );
}
