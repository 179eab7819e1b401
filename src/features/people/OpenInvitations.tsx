import { useTranslation } from "react-i18next";
import type { OpenInvitation } from "../../domain/protocol/api.ts";
import { Button, DateTime } from "../../ui/index.ts";
import styles from "./PeoplePage.module.css";

/** Links that nobody has used yet. A link itself cannot be shown again; a new one takes its place. */
export function OpenInvitations({
  invitations,
  onRenew,
  onWithdraw,
}: {
  invitations: readonly OpenInvitation[];
  onRenew(invitation: OpenInvitation): void;
  onWithdraw(invitation: OpenInvitation): void;
}) {
  const { t } = useTranslation("people");
  return (
    <section className={styles.section} aria-labelledby="open-invitations">
      <h2 id="open-invitations" className={styles.heading}>
        {t("openInvitations")}
      </h2>
      {/* Safari drops the list role of a list without bullets. */}
      {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles */}
      <ul role="list">
        {invitations.map((invitation) => {
          const role = t(`role-${invitation.role}`);
          const who = invitation.note || t("forSomebody", { role });
          return (
            <li key={invitation.id} className={styles.person}>
              <div className={styles.who}>
                <p className={styles.name}>{who}</p>
                <p className={styles.email}>
                  {t("invitedBy", { name: invitation.invitedBy })} <DateTime at={invitation.expiresAt} />
                </p>
              </div>
              <p className={styles.role}>{role}</p>
              <div className={styles.action}>
                <Button
                  variant="quiet"
                  aria-label={t("renewOf", { who })}
                  onClick={() => onRenew(invitation)}
                >
                  {t("renew")}
                </Button>
                <Button
                  variant="quiet"
                  aria-label={t("withdrawOf", { who })}
                  onClick={() => onWithdraw(invitation)}
                >
                  {t("withdraw")}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
