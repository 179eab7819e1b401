import { ChevronDown } from "lucide-react";
import styles from "./TextField.module.css";
import { FieldFrame } from "./TextField.tsx";

/** The platform's own list, so that it is at home on a phone too. */
export function SelectField<Value extends string>({
  label,
  labelHidden,
  description,
  value,
  options,
  disabled,
  onValueChange,
}: {
  label: string;
  labelHidden?: boolean;
  description?: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  disabled?: boolean;
  onValueChange(value: NoInfer<Value>): void;
}) {
  return (
    <FieldFrame {...{ label, labelHidden, description, disabled }}>
      {(control) => (
        <>
          <select
            className={`${styles.input} ${styles.select}`}
            {...control}
            disabled={disabled}
            value={value}
            onChange={(change) => onValueChange(change.target.value as Value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown aria-hidden="true" size={16} className={styles.chevron} />
        </>
      )}
    </FieldFrame>
  );
}
