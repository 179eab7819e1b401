import { Field } from "@base-ui/react/field";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
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
  const { label, labelHidden, description, error, className: _, ...input } = props;
  return (
    <FieldFrame {...{ label, labelHidden, description, error }} disabled={input.disabled} name={input.name}>
      {before}
      <Field.Control className={styles.input} {...input} onValueChange={onValueChange} />
      {after}
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

export function FieldFrame({
  label,
  labelHidden,
  description,
  error,
  disabled,
  name,
  children,
}: Frame & { disabled?: boolean; name?: string; children: ReactNode }) {
  return (
    <Field.Root className={styles.field} invalid={Boolean(error)} disabled={disabled} name={name}>
      {labelHidden ? (
        <VisuallyHidden>
          <Field.Label>{label}</Field.Label>
        </VisuallyHidden>
      ) : (
        <Field.Label className={styles.label}>{label}</Field.Label>
      )}
      <div className={styles.frame}>{children}</div>
      {description && !error && (
        <Field.Description className={styles.description}>{description}</Field.Description>
      )}
      {error && (
        <Field.Error match className={styles.error}>
          {error}
        </Field.Error>
      )}
    </Field.Root>
  );
}
