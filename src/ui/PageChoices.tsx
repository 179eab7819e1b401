import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Choice } from "./Choice.tsx";
import { chooseLanguage, type Language, languageNames, useLanguage } from "./language.ts";
import { chooseTheme, type Theme, themes, useTheme } from "./theme.ts";

/* What a person chooses for this browser: the page's language and its appearance. */

export const languageOptions = Object.entries(languageNames).map(([value, label]) => ({
  value: value as Language,
  label,
}));
const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, unknown>;

export function LanguageSwitch({ labelHidden }: { labelHidden?: boolean }) {
  const { t } = useTranslation();
  return (
    <Choice
      label={t("language")}
      labelHidden={labelHidden}
      value={useLanguage()}
      options={languageOptions}
      onValueChange={chooseLanguage}
    />
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  return (
    <Choice
      label={t("theme")}
      value={useTheme()}
      options={themes.map((value) => ({ value, label: t(`theme-${value}`), icon: themeIcons[value] }))}
      onValueChange={chooseTheme}
    />
  );
}
