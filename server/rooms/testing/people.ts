import { type Action, may } from "../../../src/domain/permissions/roles.ts";
import type { Person } from "../../../src/domain/protocol/api.ts";
import type { Access, AccessChange } from "../../ports.ts";

/** Accounts and articles as the rooms see them, changeable by the test. The cookie is the person's id. */
export class TestAccess implements Access {
  readonly people = new Map<string, Person>();
  readonly articles = new Map<string, { trashed: boolean }>();
  readonly origins = new Set(["http://desk.example"]);
  readonly #listeners = new Set<(change: AccessChange) => void>();

  constructor() {
    for (const [id, role] of [
      ["anna", "editor"],
      ["bert", "editor"],
      ["gast", "guest"],
    ] as const)
      this.people.set(id, { id, name: `${id} example`, email: `${id}@example.org`, role, active: true });
    this.articles.set("flood", { trashed: false });
  }

  visitor(headers: { cookie?: string | undefined }) {
    const person = this.people.get(headers.cookie ?? "");
    return Promise.resolve(
      person?.active ? { person: { ...person }, sessionId: `session-${person.id}` } : null,
    );
  }

  visitorOfSession(sessionId: string) {
    return this.visitor({ cookie: sessionId.replace(/^session-/, "") });
  }

  originAllowed(headers: { origin?: string | undefined }): boolean {
    return headers.origin === undefined || this.origins.has(headers.origin);
  }

  async may(person: Person, action: Action, articleId: string) {
    const article = this.articles.get(articleId);
    if (!article) return "not-found";
    return may(person, action, article) ? "ok" : "forbidden";
  }

  article(person: Person, articleId: string) {
    const article = this.articles.get(articleId);
    if (!article) return Promise.resolve({ code: "not-found" } as const);
    return Promise.resolve({ code: "ok", write: may(person, "article:write", article) } as const);
  }

  onChange(listener: (change: AccessChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  change(personId: string, changes: Partial<Person>): void {
    const person = this.people.get(personId);
    if (person) this.people.set(personId, { ...person, ...changes });
    this.emit({ personId });
  }

  emit(change: AccessChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
