import { Progress as Base } from "@base-ui/react/progress";
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

/** `value` from 0 to 1; null while nobody knows how much there is. */
export const Progress = ({ label, value }: { label: string; value: number | null }) => (
  <Base.Root className={styles.bar} value={value === null ? null : value * 100}>
    <Base.Label>{label}</Base.Label>
    <Base.Track className={styles.track}>
      <Base.Indicator className={styles.indicator} />
    </Base.Track>
  </Base.Root>
);
