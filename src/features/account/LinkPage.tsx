import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  ApiFailure,
  Button,
  ButtonLink,
  FrontPage,
  FrontWords,
  Notice,
  useFailureWords,
  Waiting,
} from "../../ui/index.ts";

/** The page that a one-time link opens: `children` once the server has said what it is for, or what to do instead. */
export function LinkPage<Data>({
  link,
  title,
  goneTitle,
  goneWords,
  children,
}: {
  link: UseQueryResult<Data>;
  title: string;
  goneTitle: string;
  goneWords: string;
  children(data: Data): ReactNode;
}) {
  const { t } = useTranslation("account");
  const common = useTranslation();
  const failureWords = useFailureWords();
  if (link.isSuccess) return children(link.data);
  if (link.isPending)
    return (
      <FrontPage title={title}>
        <Waiting label={common.t("loading")} />
      </FrontPage>
    );
  if (link.error instanceof ApiFailure && [404, 409, 410].includes(link.error.status))
    return (
      <FrontPage title={goneTitle}>
        <FrontWords>{goneWords}</FrontWords>
        <ButtonLink to="/sign-in" wide>
          {t("signIn")}
        </ButtonLink>
      </FrontPage>
    );
  return (
    <FrontPage title={title}>
      <Notice tone="bad">{failureWords(link.error)}</Notice>
      <Button wide onClick={() => void link.refetch()}>
        {common.t("retry")}
      </Button>
    </FrontPage>
  );
}
