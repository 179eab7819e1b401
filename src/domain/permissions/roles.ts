/**
 * Who may do what. HTTP routes, socket messages and the page all ask `may` and nothing else.
 * Finer roles (chief, reporter) join it later.
 */
export const roles = ["admin", "editor", "guest"] as const;
export type Role = (typeof roles)[number];
export const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value);

const everybody: readonly Role[] = roles;
const writers: readonly Role[] = ["admin", "editor"];
const admins: readonly Role[] = ["admin"];

interface Rule {
  roles: readonly Role[];
  /** True: only while the article is in the trash; false: not then. */
  trashed?: boolean;
}

export const permissions = {
  "article:read": { roles: everybody },
  "article:write": { roles: writers, trashed: false },
  "article:create": { roles: writers },
  "article:trash": { roles: writers },
  /** For good. */
  "article:delete": { roles: admins, trashed: true },
  "article:export": { roles: everybody },
  "asset:read": { roles: everybody },
  "asset:add": { roles: writers, trashed: false },
  "people:list": { roles: admins },
  "people:invite": { roles: admins },
  "people:change": { roles: admins },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof permissions;

/** What the decision needs to know of the person who asks. */
export interface Asker {
  role: Role;
  active: boolean;
}

/** What the decision needs to know of the article that the action is about. */
export interface ArticleState {
  trashed: boolean;
}

/**
 * Whether the person may do it. Without an article it answers for an article in ordinary state: whether a button is
 * worth showing. A deactivated person may do nothing.
 */
export function may(person: Asker, action: Action, article?: ArticleState): boolean {
  const rule: Rule = permissions[action];
  if (!person.active || !rule.roles.includes(person.role)) return false;
  return article === undefined || rule.trashed === undefined || rule.trashed === article.trashed;
}

/** Nobody lets somebody in who may do more than they themselves. */
export const mayInvite = (person: Asker, granted: Role): boolean =>
  may(person, "people:invite") &&
  Object.values<Rule>(permissions).every(
    ({ roles: allowed }) => allowed.includes(person.role) || !allowed.includes(granted),
  );
