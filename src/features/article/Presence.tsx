import { type CSSProperties, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import type { Awareness } from "y-protocols/awareness";
import { personHue } from "../../binding/index.ts";
import { type ArticleSession, type PresentPerson, people } from "../../session/index.ts";
import styles from "./Presence.module.css";

const mostShown = 5;

/** Who has the article open; a press brings their caret into view. */
export function Presence({ session }: { session: ArticleSession }) {
  const { t } = useTranslation("article");
  const present = usePeople(session.awareness).filter((person) => !person.self);
  if (present.length === 0) return null;
  const more = present.slice(mostShown);
  return (
    <ul className={styles.people} aria-label={t("presence")}>
      {present.slice(0, mostShown).map((person) => (
        <li key={person.id}>
          <button
            type="button"
            className={styles.person}
            style={{ "--hue": personHue(person.id) } as CSSProperties}
            title={person.name}
            aria-label={t(person.caret ? "presence.goTo" : "presence.here", { name: person.name })}
            onClick={() => scrollToCaret(person.clientId)}
          >
            <span aria-hidden="true">{initials(person.name)}</span>
          </button>
        </li>
      ))}
      {more.length > 0 && (
        <li className={styles.more} title={more.map((person) => person.name).join(", ")}>
          <span aria-hidden="true">+{more.length}</span>
          <span className={styles.spoken}>{more.map((person) => person.name).join(", ")}</span>
        </li>
      )}
    </ul>
  );
}

function usePeople(awareness: Awareness): PresentPerson[] {
  const last = useRef<PresentPerson[]>([]);
  return useSyncExternalStore(
    (notify) => {
      awareness.on("change", notify);
      return () => awareness.off("change", notify);
    },
    () => {
      const now = people(awareness);
      if (!sameList(last.current, now)) last.current = now;
      return last.current;
    },
  );
}

const sameList = (a: readonly PresentPerson[], b: readonly PresentPerson[]): boolean =>
  a.length === b.length &&
  a.every((person, at) => {
    const other = b[at];
    return (
      other !== undefined &&
      person.id === other.id &&
      person.name === other.name &&
      person.clientId === other.clientId &&
      person.self === other.self &&
      (person.caret === null) === (other.caret === null)
    );
  });

function scrollToCaret(clientId: number): void {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  document
    .querySelector(`.caret[data-client="${clientId}"]`)
    ?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

const graphemes = new Intl.Segmenter();

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = (word = ""): string => graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "")).toUpperCase() || "?";
}
