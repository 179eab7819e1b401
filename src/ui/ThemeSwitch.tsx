import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Choice } from "./Choice.tsx";
import { chooseTheme, type Theme, themes, useTheme } from "./theme.ts";

const icons = { system: Monitor, light: Sun, dark: Moon } as const satisfies Record<Theme, unknown>;

export function ThemeSwitch() {
  const { t } = useTranslation();
  return (
    <Choice
      label={t("theme")}
      value={useTheme()}
      options={themes.map((value) => ({ value, label: t(`theme-${value}`), icon: icons[value] }))}
      onValueChange={chooseTheme}
    />
  );
}
