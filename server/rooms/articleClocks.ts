import * as Y from "yjs";
import { largestShare } from "./fullness.ts";
import type { ClockRange } from "./updateScan.ts";

/**
 * Clocks that an article may come to. A page that comes back with everything names them, all of their deletions and what
 * it wrote meanwhile: together that stays below half of what one update may name (updateScan.ts).
 */
const articleClocks = 2 ** 26;

/**
 * Whether an article has clocks left. None is ever given back, and a stretch of them that holds nothing takes a few bytes:
 * each person takes four fifths at most of what the others leave free. Sums may be too high, by what was looked at and not
 * taken in; before something is refused they are taken anew.
 */
export class ArticleClocks {
  readonly #doc: Y.Doc;
  readonly #isOf: (personId: string, clientId: number) => boolean;
  #all = Number.POSITIVE_INFINITY;
  readonly #own = new Map<string, number>();

  /** `isOf`: whether the person brought what is written under the client id. */
  constructor(doc: Y.Doc, isOf: (personId: string, clientId: number) => boolean) {
    this.#doc = doc;
    this.#isOf = isOf;
  }

  /** Whether the person may bring these, of which the document may have the beginning; if so they are counted. */
  take(personId: string, news: readonly ClockRange[]): boolean {
    if (news.length === 0) return true;
    const { store } = this.#doc;
    const more = news.reduce(
      (sum, { client, from, to }) => sum + to - Math.max(from, Y.getState(store, client)),
      0,
    );
    if (!this.#fits(personId, more)) {
      this.#count(personId);
      if (!this.#fits(personId, more)) return false;
    }
    this.#all += more;
    const own = this.#own.get(personId);
    if (own !== undefined) this.#own.set(personId, own + more);
    return true;
  }

  #fits(personId: string, more: number): boolean {
    // Nobody's share need be known.
    if (this.#all + more <= articleClocks * largestShare) return true;
    const own = this.#own.get(personId);
    if (own === undefined) return false;
    return own + more <= (articleClocks - Math.max(0, this.#all - own)) * largestShare;
  }

  #count(personId: string): void {
    this.#all = 0;
    let own = 0;
    for (const client of this.#doc.store.clients.keys()) {
      const clocks = Y.getState(this.#doc.store, client);
      this.#all += clocks;
      if (this.#isOf(personId, client)) own += clocks;
    }
    this.#own.set(personId, own);
  }
}
