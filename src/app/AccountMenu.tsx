import { CircleUserRound } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../domain/protocol/api.ts";
import { Button, IconButton, later } from "../ui/index.ts";
import styles from "./AccountMenu.module.css";

interface Props {
  person: Person;
  /** For pages with little room. */
  compact?: boolean;
}

const Choices = later(() => import("./AccountChoices.tsx").then((all) => all.AccountChoices), {
  meanwhile: ({ trigger }) => trigger,
  when: "asked",
});

/** Whose browser this is, how the page looks and speaks, and the way out. What the menu holds comes once one is at its button. */
export function AccountMenu({ person, compact = false }: Props) {
  // A press before it is here opens it as it comes.
  const [pressed, setPressed] = useState(false);
  const [focused, setFocused] = useState(false);
  const prepare = (): void => {
    setPressed(true);
    Choices.prepare();
  };
  return (
    <Choices
      person={person}
      open={pressed}
      trigger={
        <Trigger
          {...{ person, compact }}
          aria-haspopup="menu"
          onPointerEnter={Choices.prepare}
          // Not its click alone, which never comes to a button that is replaced before it is let go.
          onMouseDown={({ button }) => button === 0 && prepare()}
          onClick={prepare}
          onFocus={() => {
            setFocused(true);
            Choices.prepare();
          }}
          onBlur={() => setFocused(false)}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the button that comes with the choices keeps the focus of the first
          autoFocus={focused}
        />
      }
    />
  );
}

function Trigger({ person, compact, ...button }: Props & Omit<ComponentProps<"button">, "children">) {
  const { t } = useTranslation();
  const name = t("accountOf", { name: person.name });
  return compact ? (
    <IconButton label={name} icon={CircleUserRound} {...button} />
  ) : (
    <Button variant="quiet" icon={CircleUserRound} aria-label={name} {...button}>
      <span className={styles.person}>{person.name}</span>
    </Button>
  );
}
