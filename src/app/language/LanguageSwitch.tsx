import { useTranslation } from "react-i18next";
import { Choice } from "../../ui/index.ts";
import { chooseLanguage, type Language, languageNames, useLanguage } from "./index.ts";

export function LanguageSwitch() {
  const { t } = useTranslation();
  return (
    <Choice
      label={t("language")}
      value={useLanguage()}
      options={Object.entries(languageNames).map(([value, label]) => ({ value: value as Language, label }))}
      onValueChange={chooseLanguage}
    />
  );
}
