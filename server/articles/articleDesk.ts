import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import type { ArticleList, ArticleSummary, Person } from "../../src/domain/protocol/api.ts";
import type { AccessChanges } from "../accounts/accessChanges.ts";
import { PersonRests } from "../export/PersonRests.ts";
import { FairQueue, type QueueRefusal } from "../FairQueue.ts";
import type { Articles, Rooms } from "../ports.ts";
import type { ArticleQuery, ArticleRows } from "./articles.ts";
import type { DeskEvents } from "./deskEvents.ts";

export interface ArticleDeskParts {
  rows: ArticleRows;
  events: Pick<DeskEvents, "tell">;
  changes: AccessChanges;
  rooms: Pick<Rooms, "tell">;
  /** Stores the example's picture and names what the example is made of. */
  example: (person: Person) => Promise<ArticleTemplate>;
  /** Notes that the article uses the picture. */
  attach: (articleId: string, assetId: string) => void;
  /** Of whoever searched for long; usual ones unless told otherwise. */
  rests?: PersonRests;
}

/** Searches of one person: one after the other, as many waiting as may be asked for at once. */
const searchQueue = {
  waiting: 2_000,
  waitingOfOne: 30,
  waitMs: 30_000,
  atOnce: Number.POSITIVE_INFINITY,
  atOnceOfOne: 1,
};
/** Searches of usual words take less, and nobody who types is to wait. Milliseconds. */
const searchRests = { freeMs: 20, graceMs: 500 };

const emptyArticle: ArticleTemplate = { language: "de-CH" };

/** What people do to articles as a whole. Every change is told to open desks and open articles. */
export class ArticleDesk implements Articles {
  readonly #parts: ArticleDeskParts;
  readonly #searches = new FairQueue(searchQueue);
  readonly #rests: PersonRests;

  constructor(parts: ArticleDeskParts) {
    this.#parts = parts;
    this.#rests = parts.rests ?? new PersonRests(searchRests);
  }

  list(query: ArticleQuery): ArticleList | null {
    return this.#parts.rows.list(query);
  }

  /**
   * As `list`, once the person's searches before it are over and their rest is (see PersonRests), so that nobody takes
   * more than a fifth of the main thread. A refusal where too many wait, or when `over` is aborted while it waits.
   */
  async search(
    query: ArticleQuery,
    personId: string,
    over: AbortSignal,
  ): Promise<{ code: "done"; value: ArticleList | null } | { code: QueueRefusal }> {
    const search = async (): Promise<ArticleList | null> => {
      await this.#rests.wait(personId, over);
      return this.#rests.counted(personId, () => this.list(query));
    };
    return this.#searches.run(personId, search, over).catch((cause: unknown) => {
      if (over.aborted) return { code: "full" };
      throw cause;
    });
  }

  summary(id: string): Promise<ArticleSummary | null> {
    return Promise.resolve(this.#parts.rows.summary(id));
  }

  async create(person: Person, example: boolean): Promise<ArticleSummary> {
    const { rows, events, attach } = this.#parts;
    const template = example ? await this.#parts.example(person) : emptyArticle;
    const article = rows.create(template, person);
    if (template.leadPicture) attach(article.id, template.leadPicture.asset);
    events.tell({ kind: "changed", article });
    return article;
  }

  /** In the trash an article can be read and restored, not written. Null for an unknown id. */
  setTrashed(id: string, trashed: boolean, by: Person): ArticleSummary | null {
    const { rows, events, changes, rooms } = this.#parts;
    const outcome = rows.setTrashed(id, trashed);
    if (!outcome) return null;
    if (outcome.changed) {
      changes.emit({ articleId: id });
      rooms.tell(id, { kind: trashed ? "trashed" : "restored", by: by.name });
      events.tell({ kind: "changed", article: outcome.article });
    }
    return outcome.article;
  }
}
