import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
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
      <RadioGroup
        aria-labelledby={id}
        className={styles.group}
        value={value}
        onValueChange={(next) => onValueChange(next)}
      >
        {options.map(({ value, label, icon: Icon }) => (
          <label key={value} className={styles.option}>
            <Radio.Root value={value} className={styles.radio} />
            {Icon && <Icon aria-hidden="true" size={16} />}
            {label}
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
