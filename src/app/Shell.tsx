import { CircleUserRound, LogOut, UserRoundCog } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { may } from "../domain/permissions/roles.ts";
import type { Person } from "../domain/protocol/api.ts";
import {
  Button,
  chooseTheme,
  Menu,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
  themes,
  useTheme,
} from "../ui/index.ts";
import { chooseLanguage, type Language, languageNames, useLanguage } from "./language/index.ts";
import styles from "./Shell.module.css";
import { useVisitor } from "./SignedIn.tsx";
import { useSignOut } from "./useSignOut.tsx";

/** What stands around every page but the article's, which is all paper. */
export function Shell() {
  const { t } = useTranslation();
  const person = useVisitor();
  const main = useFocusAfterNavigation();
  return (
    <>
      <a className={styles.skip} href="#content">
        {t("skip")}
      </a>
      <header className={styles.band}>
        <div className={styles.masthead}>
          <Link to="/" className={styles.name}>
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
          <AccountMenu person={person} />
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Outlet context={person} />
      </main>
    </>
  );
}

function AccountMenu({ person }: { person: Person }) {
  const { t } = useTranslation();
  const signOut = useSignOut(person);
  return (
    <>
      <Menu
        trigger={
          <Button variant="quiet" icon={CircleUserRound} aria-label={t("accountOf", { name: person.name })}>
            <span className={styles.person}>{person.name}</span>
          </Button>
        }
      >
        <MenuLabel>{person.email}</MenuLabel>
        <MenuLink to="/account" icon={UserRoundCog}>
          {t("account")}
        </MenuLink>
        <MenuSeparator />
        <MenuChoice
          label={t("theme")}
          value={useTheme()}
          options={themes.map((value) => ({ value, label: t(`theme-${value}`) }))}
          onValueChange={chooseTheme}
        />
        <MenuSeparator />
        <MenuChoice
          label={t("language")}
          value={useLanguage()}
          options={Object.entries(languageNames).map(([value, label]) => ({
            value: value as Language,
            label,
          }))}
          onValueChange={chooseLanguage}
        />
        <MenuSeparator />
        <MenuItem icon={LogOut} onSelect={signOut.start}>
          {t("signOut")}
        </MenuItem>
      </Menu>
      {signOut.question}
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
