import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { may } from "../domain/permissions/roles.ts";
import { SkipLink, useFirstPaint } from "../ui/index.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import styles from "./Shell.module.css";
import { useVisitor } from "./SignedIn.tsx";

/** What stands around every page but the article's, which is all paper. */
export function Shell() {
  const { t } = useTranslation();
  useFirstPaint();
  const person = useVisitor();
  const main = useFocusAfterNavigation();
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
            {may(person.role, "people:list") && (
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

/** A new page is read from its beginning; the first one by itself. */
function useFocusAfterNavigation() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current !== pathname) main.current?.focus({ preventScroll: true });
    last.current = pathname;
  }, [pathname]);
  return main;
}
