import { Component, type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { Button, FrontPage, FrontWords } from "../ui/index.ts";

interface State {
  path: string;
  /** What was thrown at this path, in a box of its own: anything can be thrown. */
  broken: { by: unknown } | null;
}

/** Shows the broken page in place of one that threw, until one goes to another. */
export function PageBoundary({ children }: { children: ReactNode }) {
  return <Boundary path={useLocation().pathname}>{children}</Boundary>;
}

class Boundary extends Component<{ path: string; children: ReactNode }, State> {
  override state: State = { path: this.props.path, broken: null };

  static getDerivedStateFromError = (by: unknown): Partial<State> => ({ broken: { by } });
  static getDerivedStateFromProps = ({ path }: { path: string }, before: State): State | null =>
    path === before.path ? null : { path, broken: null };

  override render(): ReactNode {
    const { broken } = this.state;
    return broken ? <BrokenPage error={broken.by} /> : this.props.children;
  }
}

/** Something threw while showing a page, or its code did not arrive. The words of an article are kept elsewhere. */
function BrokenPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  useEffect(() => reportError(error), [error]);
  return (
    <FrontPage title={t("brokenTitle")}>
      <FrontWords>{t("brokenWords")}</FrontWords>
      <Button variant="primary" wide onClick={() => location.reload()}>
        {t("reload")}
      </Button>
      <Button wide onClick={() => location.assign("/")}>
        {t("toDesk")}
      </Button>
    </FrontPage>
  );
}
