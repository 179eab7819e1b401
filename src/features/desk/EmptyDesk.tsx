import { ArrowRight, FilePlus2, type LucideIcon, Newspaper, UserRoundPlus } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState, Spinner } from "../../ui/index.ts";
import styles from "./EmptyDesk.module.css";
import type { NewArticle } from "./useNewArticle.ts";

/** A newsroom without an article: what one may begin with. */
export function EmptyDesk({
  newArticle,
  mayInvite,
}: {
  /** Null where the person may not create any. */
  newArticle: NewArticle | null;
  mayInvite: boolean;
}) {
  const { t } = useTranslation("desk");
  if (!newArticle) return <EmptyState title={t("deskEmpty")}>{t("deskEmptyGuest")}</EmptyState>;
  return (
    <EmptyState title={t("deskEmpty")} actions={<Ways newArticle={newArticle} mayInvite={mayInvite} />}>
      {t("deskEmptyWords")}
    </EmptyState>
  );
}

function Ways({ newArticle, mayInvite }: { newArticle: NewArticle; mayInvite: boolean }) {
  const { t } = useTranslation("desk");
  const ids = [useId(), useId(), useId()] as const;
  const way = (id: string) => ({
    className: styles.way,
    "aria-labelledby": id,
    "aria-describedby": `${id}-words`,
  });
  return (
    <div className={styles.ways}>
      <button type="button" {...way(ids[0])} onClick={() => newArticle.create("empty")}>
        <Inside id={ids[0]} icon={FilePlus2} name={t("firstArticle")} busy={newArticle.creating === "empty"}>
          {t("firstArticleWords")}
        </Inside>
      </button>
      <button type="button" {...way(ids[1])} onClick={() => newArticle.create("example")}>
        <Inside
          id={ids[1]}
          icon={Newspaper}
          name={t("createExample")}
          busy={newArticle.creating === "example"}
        >
          {t("createExampleWords")}
        </Inside>
      </button>
      {mayInvite && (
        <Link to="/people" {...way(ids[2])}>
          <Inside id={ids[2]} icon={UserRoundPlus} name={t("inviteColleagues")} busy={false}>
            {t("inviteColleaguesWords")}
          </Inside>
        </Link>
      )}
    </div>
  );
}

function Inside({
  id,
  icon: Icon,
  name,
  busy,
  children,
}: {
  id: string;
  icon: LucideIcon;
  name: string;
  busy: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <Icon aria-hidden="true" size={22} strokeWidth={1.7} />
      <span>
        <span id={id} className={styles.name}>
          {name}
        </span>
        <span id={`${id}-words`} className={styles.words}>
          {children}
        </span>
      </span>
      {busy ? <Spinner /> : <ArrowRight aria-hidden="true" size={18} strokeWidth={1.8} />}
    </>
  );
}
