import type { LucideIcon } from "lucide-react";
import { useId } from "react";
import styles from "./Choice.module.css";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

/** Two to four short choices side by side, of which exactly one holds. */
export function Choice<Value extends string>({
  label,
  labelHidden,
  value,
  options,
  onValueChange,
}: {
  label: string;
  /** The label is there for screen readers only. */
  labelHidden?: boolean;
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon }[];
  onValueChange(value: Value): void;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      {labelHidden ? (
        <VisuallyHidden id={id}>{label}</VisuallyHidden>
      ) : (
        <span id={id} className={styles.label}>
          {label}
        </span>
      )}
      <div role="radiogroup" aria-labelledby={id} className={styles.group}>
        {options.map(({ value: each, label: words, icon: Icon }) => (
          <label key={each} className={styles.option}>
            <input
              type="radio"
              name={id}
              className={styles.radio}
              checked={each === value}
              onChange={() => onValueChange(each)}
            />
            {Icon && <Icon aria-hidden="true" size={16} />}
            {words}
          </label>
        ))}
      </div>
    </div>
  );
}
