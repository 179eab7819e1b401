import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { chooseTypography, typographyChoice } from "../../editor/tools.ts";
import { MenuChoice } from "../../ui/index.ts";

/** Whether quotes and dashes are set while one types, in this browser. In a menu. */
export function TypographyChoice() {
  const { t } = useTranslation("tools");
  return (
    <MenuChoice
      label={t("typography")}
      value={useStore(typographyChoice, ({ on }) => (on ? "set" : "typed"))}
      options={[
        { value: "set", label: t("typography.set") },
        { value: "typed", label: t("typography.typed") },
      ]}
      onValueChange={(value) => chooseTypography(value === "set")}
    />
  );
}
