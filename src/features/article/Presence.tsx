import { type ReactElement, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useArticleEditing } from "../../editor/index.ts";
import type { ArticleSession, PresentPerson } from "../../session/index.ts";
import { initials, Menu, MenuItem, pageLeft, showToast, Tooltip } from "../../ui/index.ts";
import styles from "./Presence.module.css";
import { usePresence } from "./usePresence.ts";

/** So many colleagues have a place of their own in the bar. */
const mostShown = 3;

/**
 * Who has the article open and in which text each writes. A press shows where somebody writes and leaves the own
 * caret alone; pressed again, it goes there too.
 */
export function Presence({ session }: { session: ArticleSession }) {
  const { t } = useTranslation("article");
  const present = usePresence(session.awareness);
  const placeOf = usePlaces();
  const goTo = useGoTo();
  const others = present.filter((person) => !person.self);
  const self = present.find((person) => person.self);
  if (others.length === 0) return null;
  const more = others.length - mostShown;
  const [first] = others;
  return (
    <ul className={styles.people} aria-label={t("presence")}>
      {others.slice(0, mostShown).map((person) => (
        <li key={person.id}>
          <Tooltip label={t("presence.goTo", { name: person.name, place: placeOf(person) })}>
            <button
              type="button"
              className={styles.person}
              data-person-colour={person.colour}
              aria-label={t("presence.goTo", { name: person.name, place: placeOf(person) })}
              onClick={() => goTo(person)}
            >
              <Mark person={person} />
              <span className={styles.name}>{person.name}</span>
              <span className={styles.place}>{placeOf(person)}</span>
            </button>
          </Tooltip>
        </li>
      ))}
      <li>
        <Menu
          trigger={
            <button
              type="button"
              className={more > 0 ? styles.more : styles.self}
              data-person-colour={self?.colour}
              data-more={others.length > 1 ? others.length - 1 : undefined}
              aria-label={t("presence.all", { count: present.length })}
            >
              {more > 0 || !self ? <span className={styles.count}>+{more}</span> : <Mark person={self} />}
              {first && (
                <span className={styles.first} data-person-colour={first.colour}>
                  <Mark person={first} />
                </span>
              )}
            </button>
          }
        >
          {present.map((person) => (
            <MenuItem
              key={person.id}
              // After the menu has given the focus back, which may scroll.
              onSelect={() => void (person.self || requestAnimationFrame(() => goTo(person)))}
            >
              <span className={styles.listed} data-person-colour={person.colour}>
                <Mark person={person} />
                <span className={styles.name}>
                  {person.self ? t("presence.self", { name: person.name }) : person.name}
                </span>
                {!person.self && <span className={styles.place}>{placeOf(person)}</span>}
              </span>
            </MenuItem>
          ))}
        </Menu>
      </li>
    </ul>
  );
}

const Mark = ({ person }: { person: PresentPerson }): ReactElement => (
  <span className={styles.mark} aria-hidden="true">
    {initials(person.name)}
  </span>
);

/** The text in which somebody is, in words; renders anew only when somebody goes to another text. */
function usePlaces(): (person: PresentPerson) => string {
  const { t } = useTranslation("article");
  const { carets } = useArticleEditing();
  const places = useStore(carets.places);
  return ({ clientId }) => places.get(clientId) ?? t("presence.reading");
}

function useGoTo(): (person: PresentPerson) => void {
  const { t } = useTranslation("article");
  const { carets } = useArticleEditing();
  const last = useRef<string | null>(null);
  return ({ id, name, clientId }) => {
    const again = last.current === id;
    last.current = again ? null : id;
    if (carets.goTo(clientId, { enter: again })) return;
    last.current = null;
    showToast({ id: "nowhere", text: t("presence.nowhere", { name }), over: pageLeft() });
  };
}
