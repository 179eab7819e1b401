import { useAnnouncements } from "./announce.ts";
import styles from "./VisuallyHidden.module.css";

/** The two places of the page that screen readers listen to. Once, around the whole page. */
export function Announcer() {
  const said = useAnnouncements();
  const list = (urgent: boolean) =>
    said.filter((one) => one.urgent === urgent).map(({ id, text }) => <p key={id}>{text}</p>);
  return (
    <>
      <div aria-live="polite" aria-relevant="additions" data-announcer="polite" className={styles.hidden}>
        {list(false)}
      </div>
      <div
        aria-live="assertive"
        aria-relevant="additions"
        data-announcer="assertive"
        className={styles.hidden}
      >
        {list(true)}
      </div>
    </>
  );
}
