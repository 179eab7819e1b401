import styles from "./Spinner.module.css";

/** Only for the eye: say what is awaited in words beside it. */
export const Spinner = () => <span aria-hidden="true" className={styles.spinner} />;

/** A part of the page is on its way. Appears only when it takes a moment. */
export const Waiting = ({ label }: { label: string }) => (
  <output className={styles.waiting}>
    <Spinner />
    <span>{label}</span>
  </output>
);
