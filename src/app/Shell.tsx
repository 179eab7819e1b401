import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet } from "react-router";
import { may } from "../domain/permissions/roles.ts";
import { SkipLink, useFirstPaint, useFocusOnArrival } from "../ui/index.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import styles from "./Shell.module.css";
import { useVisitor } from "./SignedIn.tsx";

/** What stands around every page but the article's, which is all paper. */
export function Shell() {
  const { t } = useTranslation();
  useFirstPaint();
  const person = useVisitor();
  const main = useFocusOnArrival();
  return (
    <>
      <SkipLink to="content">{t("skip")}</SkipLink>
      <header className="page-band">
        <div className="page-masthead">
          <Link to="/" className="page-name">
            {"Foureyes"}
          </Link>
          <nav className={styles.nav} aria-label={t("mainNavigation")}>
            <NavLink to="/" end className={styles.link}>
              {t("desk")}
            </NavLink>
            {may(person, "people:list") && (
              <NavLink to="/people" className={styles.link}>
                {t("people")}
              </NavLink>
            )}
          </nav>
          <div className={styles.account}>
            <AccountMenu person={person} />
          </div>
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Outlet context={person} />
      </main>
    </>
  );
}
