import { useQuery } from "@tanstack/react-query";
import i18next from "i18next";
import { type ReactNode, useState } from "react";
import { useParams } from "react-router";
import { may } from "../../domain/permissions/roles.ts";
import type { Person } from "../../domain/protocol/api.ts";
import { ArticleEditing } from "../../editor/index.ts";
import { type ArticleSession, prepareOfflineCopy } from "../../session/index.ts";
import { later } from "../../ui/index.ts";
import { ArticleBar } from "./ArticleBar.tsx";
import { ArticleFrame } from "./ArticleFrame.tsx";
import { ArticleSheet } from "./ArticleSheet.tsx";
import { readSession } from "./articleApi.ts";
import { articleText } from "./articleText.ts";
import { ArticleBoundary } from "./BrokenArticle.tsx";
import { NotOpened, Opening } from "./Opening.tsx";
import { useReadingFace } from "./readingFace.ts";
import { SaveTrouble } from "./SaveState.tsx";
import { useOpenArticle, useSessionState } from "./useOpenArticle.ts";

// The page's code runs as soon as it is here, and who opens the article is known a moment later.
prepareOfflineCopy();

/** Fetches what stands around the text, and its words. */
const loadTools = async () => {
  const [tools] = await Promise.all([
    import("./tools.ts"),
    i18next.loadNamespaces(["counts", "keys", "tools", "export", "desk"]),
  ]);
  return tools;
};
const ArticleActions = later(() => loadTools().then((all) => all.ArticleActions));
const ArticleNotices = later(() => loadTools().then((all) => all.ArticleNotices));
const Toolbar = later(() => loadTools().then((all) => all.Toolbar));
const ArticleLength = later(() => loadTools().then((all) => all.ArticleLength));
const RefusedWords = later(() => loadTools().then((all) => all.RefusedWords));
const SignInAgain = later(() => loadTools().then((all) => all.SignInAgain));

/** `/articles/:id`: one article to read and write. `accountMenu` is the shell's, which this page goes without. */
export function ArticlePage({ accountMenu }: { accountMenu: ReactNode }) {
  const { id = "" } = useParams();
  const session = useQuery({ queryKey: ["session"], queryFn: ({ signal }) => readSession(signal) });
  const [self, setSelf] = useState<Person | null>(null);
  const signedIn = session.data?.person ?? null;

  // Whoever opened the article stays its writer in this tab, also when the session ends or another signs in:
  // the words on the page are theirs.
  if (!self && signedIn) setSelf(signedIn);
  if (self)
    return (
      <ArticleOf
        key={`${id} ${self.id}`}
        articleId={id}
        self={self}
        accountMenu={accountMenu}
        onOpenAnew={() => setSelf(signedIn)}
      />
    );
  if (session.isError) return <NotOpened reason="unreachable" onRetry={() => void session.refetch()} />;
  return session.isPending ? <Opening writing /> : <NotOpened reason="signed-out" />;
}

interface OfProps {
  articleId: string;
  self: Person;
  accountMenu: ReactNode;
  onOpenAnew: () => void;
}

function ArticleOf({ articleId, ...rest }: OfProps) {
  const [round, setRound] = useState(0);
  const session = useOpenArticle(articleId, rest.self.id, round);
  if (!session) return <Opening writing={may(rest.self, "article:write")} />;
  return (
    <ArticleBoundary key={round} session={session}>
      <OpenArticle session={session} {...rest} onForgotten={() => setRound((before) => before + 1)} />
    </ArticleBoundary>
  );
}

interface OpenProps extends Omit<OfProps, "articleId"> {
  session: ArticleSession;
  onForgotten: () => void;
}

function OpenArticle({ session, self, accountMenu, onOpenAnew, onForgotten }: OpenProps) {
  const phase = useSessionState(session, (state) => state.phase);
  const ended = useSessionState(session, (state) => state.ended);
  const unreachable = useSessionState(session, (state) => state.save.kind === "offline");
  const mayWrite = useSessionState(session, (state) => state.mayWrite);
  const readingFace = useReadingFace();

  // What this browser still has of a deleted article stays on the page, where it is anything.
  const isNothing = ended === "deleted" && articleText(session.doc).trim() === "";
  if (ended && (phase === "failed" || isNothing)) {
    const retry = ended === "other-person" ? onOpenAnew : () => session.connect();
    return <NotOpened reason={ended} onRetry={retry} />;
  }
  if (phase !== "ready" || !readingFace)
    return unreachable && phase !== "ready" ? (
      <NotOpened reason="unreachable" onRetry={() => session.connect()} />
    ) : (
      <Opening writing={may(self, "article:write")} />
    );

  return (
    <ArticleEditing session={session} mayWrite={mayWrite}>
      <ArticleFrame
        bar={
          <ArticleBar session={session}>
            <ArticleActions
              session={session}
              mayWrite={mayWrite}
              mayTrash={mayWrite && may(self, "article:trash")}
              accountMenu={accountMenu}
            />
          </ArticleBar>
        }
        toolbar={
          mayWrite && (
            <>
              <Toolbar />
              <SaveTrouble session={session} mayWrite />
            </>
          )
        }
        notices={
          <>
            {!mayWrite && <SaveTrouble session={session} mayWrite={false} />}
            <ArticleNotices session={session} self={self} />
          </>
        }
        length={<ArticleLength doc={session.doc} mayWrite={mayWrite} />}
      >
        <ArticleSheet session={session} mayWrite={mayWrite} />
      </ArticleFrame>
      <SignInAgain session={session} self={self} onOpenAnew={onOpenAnew} />
      <RefusedWords session={session} onForgotten={onForgotten} />
    </ArticleEditing>
  );
}
