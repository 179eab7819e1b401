import { useTranslation } from "react-i18next";
import { type Role, roles } from "../../domain/permissions/roles.ts";
import type { Person } from "../../domain/protocol/api.ts";
import { Button, SelectField } from "../../ui/index.ts";
import styles from "./PeoplePage.module.css";

export function PersonRow({
  person,
  isSelf,
  onRole,
  onActivate,
  onDeactivate,
  onReset,
}: {
  person: Person;
  /** Nobody takes away their own rights by a slip of the hand. */
  isSelf: boolean;
  onRole(role: Role): void;
  onActivate(): void;
  onDeactivate(): void;
  onReset(): void;
}) {
  const { t } = useTranslation("people");
  const { name } = person;
  return (
    <li className={styles.person} data-inactive={!person.active || undefined}>
      <div className={styles.who}>
        <p className={styles.name}>
          {name}
          {isSelf && <span className={styles.tag}>{t("you")}</span>}
          {!person.active && <span className={styles.tag}>{t("inactive")}</span>}
        </p>
        <p className={styles.email}>{person.email}</p>
      </div>
      {isSelf ? (
        <p className={styles.role}>{t(`role-${person.role}`)}</p>
      ) : (
        <SelectField
          label={t("roleOf", { name })}
          labelHidden
          value={person.role}
          options={roles.map((role) => ({ value: role, label: t(`role-${role}`) }))}
          disabled={!person.active}
          onValueChange={onRole}
        />
      )}
      <div className={styles.action}>
        {!isSelf && person.active && (
          <Button variant="quiet" aria-label={t("resetOf", { name })} onClick={onReset}>
            {t("reset")}
          </Button>
        )}
        {!isSelf && (
          <Button
            variant="quiet"
            aria-label={t(person.active ? "deactivateOf" : "reactivateOf", { name })}
            onClick={person.active ? onDeactivate : onActivate}
          >
            {t(person.active ? "deactivate" : "reactivate")}
          </Button>
        )}
      </div>
    </li>
  );
}
