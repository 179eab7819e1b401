import { Progress as Base } from "@base-ui/react/progress";
import styles from "./Spinner.module.css";

/** `value` from 0 to 1; null while nobody knows how much there is. */
export const Progress = ({ label, value }: { label: string; value: number | null }) => (
  <Base.Root className={styles.bar} value={value === null ? null : value * 100}>
    <Base.Label>{label}</Base.Label>
    <Base.Track className={styles.track}>
      <Base.Indicator className={styles.indicator} />
    </Base.Track>
  </Base.Root>
);
