interface Reserved {
  articleId: string;
  clientId: number;
}

/**
 * Client ids that tabs of people who may write have told to be theirs, and under which nothing is stored yet: also while
 * such a tab is offline and its article is in nobody's memory. Nobody else gets one, and nobody can crowd out another's:
 * each person has so many, and beyond that the ones they told longest ago are free again. Not kept over a restart.
 */
export class Reservations {
  readonly #owners = new Map<string, Map<number, string>>();
  /** Of each person, the one told last at the end. */
  readonly #ofPerson = new Map<string, Map<string, Reserved>>();
  readonly #maxOfPerson: number;

  constructor(maxOfPerson: number) {
    this.#maxOfPerson = maxOfPerson;
  }

  owner(articleId: string, clientId: number): string | undefined {
    return this.#owners.get(articleId)?.get(clientId);
  }

  /** False when it is somebody else's. */
  reserve(articleId: string, clientId: number, personId: string): boolean {
    const owner = this.owner(articleId, clientId);
    if (owner !== undefined && owner !== personId) return false;
    const own = of(this.#ofPerson, personId);
    const key = keyOf(articleId, clientId);
    own.delete(key);
    own.set(key, { articleId, clientId });
    of(this.#owners, articleId).set(clientId, personId);
    const [oldest] = own.values();
    if (own.size > this.#maxOfPerson && oldest) this.release(oldest.articleId, oldest.clientId);
    return true;
  }

  /** It is free, or bound to its writer for good. */
  release(articleId: string, clientId: number): void {
    const owner = this.owner(articleId, clientId);
    if (owner === undefined) return;
    remove(this.#owners, articleId, clientId);
    remove(this.#ofPerson, owner, keyOf(articleId, clientId));
  }
}

const keyOf = (articleId: string, clientId: number): string => `${clientId} ${articleId}`;

function of<Key, Inner, Value>(maps: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = maps.get(key);
  if (known) return known;
  const made = new Map<Inner, Value>();
  maps.set(key, made);
  return made;
}

function remove<Key, Inner, Value>(maps: Map<Key, Map<Inner, Value>>, key: Key, inner: Inner): void {
  const known = maps.get(key);
  known?.delete(inner);
  if (known?.size === 0) maps.delete(key);
}
