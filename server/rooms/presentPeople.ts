import type { PresentPeople } from "../../src/domain/protocol/api.ts";

interface Present {
  name: string;
  sockets: number;
}

/** So many are named; the others of a crowd only count. */
const mostNamed = 12;

/** Who has which article open, for those who look from outside: each once, however many tabs they have there. */
export class PresentByArticle {
  readonly #articles = new Map<string, Map<string, Present>>();
  readonly #listeners = new Set<(articleId: string) => void>();

  /** In the order in which they came. */
  in(articleId: string): PresentPeople {
    const here = this.#articles.get(articleId) ?? new Map<string, Present>();
    const present = [...here].slice(0, mostNamed).map(([id, { name }]) => ({ id, name }));
    return { present, presentCount: here.size };
  }

  enter(articleId: string, { id, name }: { id: string; name: string }): void {
    const here = this.#articles.get(articleId) ?? new Map<string, Present>();
    this.#articles.set(articleId, here);
    const known = here.get(id);
    here.set(id, { name, sockets: (known?.sockets ?? 0) + 1 });
    if (known?.name !== name) this.#tell(articleId);
  }

  leave(articleId: string, personId: string): void {
    const here = this.#articles.get(articleId);
    const known = here?.get(personId);
    if (!here || !known) return;
    known.sockets--;
    if (known.sockets > 0) return;
    here.delete(personId);
    if (here.size === 0) this.#articles.delete(articleId);
    this.#tell(articleId);
  }

  renamed(articleId: string, { id, name }: { id: string; name: string }): void {
    const known = this.#articles.get(articleId)?.get(id);
    if (!known || known.name === name) return;
    known.name = name;
    this.#tell(articleId);
  }

  /** Called whenever `in` answers otherwise for that article. Returns the unsubscriber. */
  onChange(listener: (articleId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(articleId: string): void {
    for (const listener of this.#listeners) listener(articleId);
  }
}
