import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode, RefObject } from "react";
import { Link } from "react-router";
import styles from "./Menu.module.css";

/**
 * Where menus stand: with the buttons that open them, in the page's header. Who goes from landmark to landmark never
 * comes to what is outside of all.
 */
export const menuPlace: RefObject<HTMLElement | null> = {
  get current() {
    return document.querySelector<HTMLElement>("header");
  },
};

/** `trigger` is a Button or IconButton; items below. */
export function Menu({
  trigger,
  align = "end",
  defaultOpen,
  children,
}: {
  trigger: ReactElement;
  defaultOpen?: boolean;
  align?: "start" | "center" | "end";
  children: ReactNode;
}) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal container={menuPlace}>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={8} style={{ zIndex: 40 }}>
          {/* A list too long for the window scrolls: the keyboard has to reach it also while none of it is chosen. */}
          <Base.Popup className={styles.popup} tabIndex={0}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ItemProps {
  icon?: LucideIcon;
  shortcut?: string;
  children: ReactNode;
}

export function MenuItem({
  onSelect,
  danger,
  disabled,
  ...inner
}: ItemProps & { onSelect(): void; danger?: boolean; disabled?: boolean }) {
  return (
    <Base.Item
      className={styles.item}
      data-danger={danger || undefined}
      disabled={disabled}
      onClick={onSelect}
    >
      <Inner {...inner} />
    </Base.Item>
  );
}

/** Leads to another page of the product. */
export const MenuLink = ({ to, ...inner }: ItemProps & { to: string }) => (
  <Base.LinkItem className={styles.item} closeOnClick render={<Link to={to} />}>
    <Inner {...inner} />
  </Base.LinkItem>
);

/** Choices of which exactly one holds. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onValueChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onValueChange(value: Value): void;
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={onValueChange}>
      <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} className={styles.item}>
          <span className={styles.mark}>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" size={16} />
            </Base.RadioItemIndicator>
          </span>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

/** Words that only tell something, such as whose menu it is. */
export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <div className={styles.label}>{children}</div>
);

export const MenuSeparator = () => <Base.Separator className={styles.separator} />;

const Inner = ({ icon: Icon, shortcut, children }: ItemProps) => (
  <>
    {Icon && <Icon aria-hidden="true" size={17} strokeWidth={1.8} />}
    <span className={styles.words}>{children}</span>
    {shortcut && <kbd className={styles.shortcut}>{shortcut}</kbd>}
  </>
);
