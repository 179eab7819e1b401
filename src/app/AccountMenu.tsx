import { CircleUserRound, LogOut, UserRoundCog } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Person } from "../domain/protocol/api.ts";
import {
  Button,
  chooseTheme,
  IconButton,
  Menu,
  MenuChoice,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
  themes,
  useTheme,
} from "../ui/index.ts";
import styles from "./AccountMenu.module.css";
import { chooseLanguage, type Language, languageNames, useLanguage } from "./language/index.ts";
import { useSignOut } from "./useSignOut.tsx";

/** Whose browser this is, how the page looks and speaks, and the way out. `compact` for pages with little room. */
export function AccountMenu({ person, compact = false }: { person: Person; compact?: boolean }) {
  const { t } = useTranslation();
  const signOut = useSignOut(person);
  const name = t("accountOf", { name: person.name });
  return (
    <>
      <Menu
        trigger={
          compact ? (
            <IconButton label={name} icon={CircleUserRound} />
          ) : (
            <Button variant="quiet" icon={CircleUserRound} aria-label={name}>
              <span className={styles.person}>{person.name}</span>
            </Button>
          )
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
