import { standingOf } from "../../../domain/article/targetLength.ts";
import styles from "./TargetBar.module.css";

/** How much of the target is there. For the eye only: the words beside it say the same. */
export function TargetBar({ characters, target }: { characters: number; target: number }) {
  const share = Math.min(1, characters / target);
  return (
    <span className={styles.track} data-standing={standingOf(characters, target)} aria-hidden="true">
      <span className={styles.filled} style={{ inlineSize: `${share * 100}%` }} />
    </span>
  );
}
