import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { may } from "../../domain/permissions/roles.ts";
import type { Person } from "../../domain/protocol/api.ts";
import { ArticleEditing, Toolbar } from "../../editor/index.ts";
import type { ArticleSession } from "../../session/index.ts";
import { ArticleBar } from "./ArticleBar.tsx";
import { ArticleNotices } from "./ArticleNotices.tsx";
import styles from "./ArticlePage.module.css";
import { ArticleSheet } from "./ArticleSheet.tsx";
import { readSession } from "./articleApi.ts";
import { NotOpened, Opening } from "./Opening.tsx";
import { RefusedWords } from "./RefusedWords.tsx";
import { SignInAgain } from "./SignInAgain.tsx";
import { useFieldText, useOpenArticle, useSessionState } from "./useOpenArticle.ts";

/** `/articles/:id`: one article to read and write. */
export function ArticlePage() {
  const { id = "" } = useParams();
  const session = useQuery({ queryKey: ["session"], queryFn: ({ signal }) => readSession(signal) });
  const [self, setSelf] = useState<Person | null>(null);
  const signedIn = session.data?.person ?? null;

  // Whoever opened the article stays its writer in this tab, also when the session ends or another signs in:
  // the words on the page are theirs.
  if (!self && signedIn) setSelf(signedIn);
  if (self)
    return (
      <ArticleOf key={`${id} ${self.id}`} articleId={id} self={self} onOpenAnew={() => setSelf(signedIn)} />
    );
  if (session.isError) return <NotOpened reason="unreachable" onRetry={() => void session.refetch()} />;
  return session.isPending ? <Opening /> : <NotOpened reason="signed-out" />;
}

interface OfProps {
  articleId: string;
  self: Person;
  onOpenAnew: () => void;
}

function ArticleOf({ articleId, self, onOpenAnew }: OfProps) {
  const [round, setRound] = useState(0);
  const session = useOpenArticle(articleId, self.id, round);
  if (!session) return <Opening />;
  return (
    <OpenArticle
      session={session}
      self={self}
      onOpenAnew={onOpenAnew}
      onForgotten={() => setRound((before) => before + 1)}
    />
  );
}

interface OpenProps {
  session: ArticleSession;
  self: Person;
  onOpenAnew: () => void;
  onForgotten: () => void;
}

function OpenArticle({ session, self, onOpenAnew, onForgotten }: OpenProps) {
  const { t } = useTranslation("article");
  const phase = useSessionState(session, (state) => state.phase);
  const ended = useSessionState(session, (state) => state.ended);
  const unreachable = useSessionState(session, (state) => state.save.kind === "offline");
  const mayWrite = useSessionState(session, (state) => state.mayWrite);
  useDocumentTitle(session);

  if (phase === "failed" && ended) {
    const retry = ended === "other-person" ? onOpenAnew : () => session.connect();
    return <NotOpened reason={ended} onRetry={retry} />;
  }
  if (phase !== "ready")
    return unreachable ? <NotOpened reason="unreachable" onRetry={() => session.connect()} /> : <Opening />;

  return (
    <ArticleEditing session={session} mayWrite={mayWrite}>
      <div className={styles.page}>
        <header className={styles.tools} aria-label={t("tools")}>
          <ArticleBar session={session} mayTrash={mayWrite && may(self.role, "article:trash")} />
          {mayWrite && (
            <div className={styles.toolbar}>
              <Toolbar />
            </div>
          )}
        </header>
        <main>
          <ArticleNotices session={session} self={self} />
          <ArticleSheet session={session} mayWrite={mayWrite} />
        </main>
      </div>
      <SignInAgain session={session} self={self} onOpenAnew={onOpenAnew} />
      <RefusedWords session={session} onForgotten={onForgotten} />
    </ArticleEditing>
  );
}

function useDocumentTitle(session: ArticleSession): void {
  const { t } = useTranslation("article");
  const headline = useFieldText(session.doc, "headline").trim();
  const title = headline === "" ? t("untitled") : headline;
  useEffect(() => {
    const before = document.title;
    document.title = `${title} – Foureyes`;
    return () => {
      document.title = before;
    };
  }, [title]);
}
