import { LogOut, UserRoundCog } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../domain/protocol/api.ts";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator, PageMenuChoices } from "../ui/index.ts";
import { useSignOut } from "./useSignOut.tsx";

/** What hangs on the account's button. `open` says whether it begins so. */
export function AccountChoices({
  person,
  trigger,
  open,
}: {
  person: Person;
  trigger: ReactElement;
  open: boolean;
}) {
  const { t } = useTranslation();
  const signOut = useSignOut(person);
  return (
    <>
      <Menu trigger={trigger} defaultOpen={open}>
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
