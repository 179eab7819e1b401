import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./IconButton.tsx";
import styles from "./TextField.module.css";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

interface Frame {
  label: string;
  /** The label is there for screen readers only. */
  labelHidden?: boolean;
  description?: string;
  /** What is wrong and how to mend it; the field is marked invalid while there is one. */
  error?: string | null;
}

export interface TextFieldProps extends Frame, Omit<ComponentProps<"input">, "value" | "onChange"> {
  value: string;
  onValueChange(value: string): void;
  /** Stands in the frame after the text, such as a button. */
  after?: ReactNode;
  /** Stands in the frame before the text, such as an icon. */
  before?: ReactNode;
}

export function TextField({ after, before, onValueChange, ...props }: TextFieldProps) {
  const { label, labelHidden, description, error, className: _, id, ...input } = props;
  return (
    <FieldFrame {...{ id, label, labelHidden, description, error }} disabled={input.disabled}>
      {(control) => (
        <>
          {before}
          <input
            className={styles.input}
            {...input}
            {...control}
            onChange={(change) => onValueChange(change.target.value)}
          />
          {after}
        </>
      )}
    </FieldFrame>
  );
}

/** A password that its owner may look at while typing. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "after">) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      autoCapitalize="none"
      spellCheck={false}
      {...props}
      type={shown ? "text" : "password"}
      after={
        <IconButton
          label={shown ? t("hidePassword") : t("showPassword")}
          icon={shown ? EyeOff : Eye}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}

/** What ties a control to its label, description and error. */
interface ControlProps {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

export function FieldFrame({
  id,
  label,
  labelHidden,
  description,
  error,
  disabled,
  children,
}: Frame & { id?: string; disabled?: boolean; children: (control: ControlProps) => ReactNode }) {
  const ownId = useId();
  const controlId = id ?? ownId;
  const wordsId = `${controlId}-words`;
  const words = error || description;
  const name = (
    <label htmlFor={controlId} className={labelHidden ? undefined : styles.label}>
      {label}
    </label>
  );
  return (
    <div
      className={styles.field}
      data-invalid={error ? "" : undefined}
      data-disabled={disabled ? "" : undefined}
    >
      {labelHidden ? <VisuallyHidden>{name}</VisuallyHidden> : name}
      <div className={styles.frame}>
        {children({
          id: controlId,
          ...(words && { "aria-describedby": wordsId }),
          ...(error && { "aria-invalid": true }),
        })}
      </div>
      {words && (
        <p id={wordsId} className={error ? styles.error : styles.description}>
          {words}
        </p>
      )}
    </div>
  );
}
