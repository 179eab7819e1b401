import { CircleUserRound, LogOut, UserRoundCog } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Person } from "../domain/protocol/api.ts";
import {
  Button,
  IconButton,
  Menu,
  MenuItem,
  MenuLabel,
  MenuLink,
  MenuSeparator,
  PageMenuChoices,
} from "../ui/index.ts";
import styles from "./AccountMenu.module.css";
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
        <PageMenuChoices />
        <MenuSeparator />
        <MenuItem icon={LogOut} onSelect={signOut.start}>
          {t("signOut")}
        </MenuItem>
      </Menu>
      {signOut.question}
    </>
  );
}
