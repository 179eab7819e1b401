/**
 * Who may do what. HTTP routes, socket messages and the page all ask this table and nothing else.
 * Finer roles (chief, reporter) join it later.
 */
export const roles = ["admin", "editor", "guest"] as const;
export type Role = (typeof roles)[number];
export const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value);

const everybody: readonly Role[] = roles;
const writers: readonly Role[] = ["admin", "editor"];
const admins: readonly Role[] = ["admin"];

export const permissions = {
  "article:read": everybody,
  "article:write": writers,
  "article:create": writers,
  "article:trash": writers,
  "article:export": everybody,
  "asset:read": everybody,
  "asset:add": writers,
  "people:list": admins,
  "people:invite": admins,
  "people:change": admins,
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;

export const may = (role: Role, action: Action): boolean => permissions[action].includes(role);
