import { useTranslation } from "react-i18next";
import { chooseLanguage, useLanguage } from "./language.ts";
import { MenuChoice, MenuSeparator } from "./Menu.tsx";
import { languageOptions } from "./PageChoices.tsx";
import { chooseTheme, themes, useTheme } from "./theme.ts";

/** Language and appearance, for a menu that holds other things too. */
export function PageMenuChoices() {
  const { t } = useTranslation();
  return (
    <>
      <MenuChoice
        label={t("language")}
        value={useLanguage()}
        options={languageOptions}
        onValueChange={chooseLanguage}
      />
      <MenuSeparator />
      <MenuChoice
        label={t("theme")}
        value={useTheme()}
        options={themes.map((value) => ({ value, label: t(`theme-${value}`) }))}
        onValueChange={chooseTheme}
      />
    </>
  );
}
