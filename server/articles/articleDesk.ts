import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import type { ArticleList, ArticleSummary, Person } from "../../src/domain/protocol/api.ts";
import { readCursor } from "../../src/domain/protocol/articleCursor.ts";
import type { AccessChanges } from "../accounts/accessChanges.ts";
import { FairQueue, type QueueRefusal } from "../FairQueue.ts";
import type { Articles, Rooms } from "../ports.ts";
import type { SearchIndex } from "../search/searchIndex.ts";
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
  index: Pick<SearchIndex, "find" | "write">;
}

/** The index answers one search at a time, people by turns; of one person as many wait as may be asked for at once. */
const searchQueue = { waiting: 2_000, waitingOfOne: 30, waitMs: 30_000 };

const emptyArticle: ArticleTemplate = { language: "de-CH" };

/** What people do to articles as a whole. Every change is told to open desks and open articles. */
export class ArticleDesk implements Articles {
  readonly #parts: ArticleDeskParts;
  readonly #searches = new FairQueue(searchQueue);

  constructor(parts: ArticleDeskParts) {
    this.#parts = parts;
  }

  list(query: ArticleQuery): ArticleList | null {
    return this.#parts.rows.list(query);
  }

  /**
   * Articles that hold all the words (see `SearchIndexFile.find`), once it is the person's turn; null when `after` is not a
   * cursor. A refusal where too many wait, when `over` is aborted while it waits, or when it takes too long.
   */
  async search(
    words: string,
    { trash, limit, after }: ArticleQuery,
    personId: string,
    over: AbortSignal,
  ): Promise<{ code: "done"; value: ArticleList | null } | { code: QueueRefusal | "slow" }> {
    const { index, rows } = this.#parts;
    const cursor = after === undefined ? undefined : readCursor(after);
    if (cursor === null) return { code: "done", value: null };
    const find = async (): Promise<ArticleList> => {
      const { ids, similar } = await index.find({ search: words, trash, limit: limit + 1, after: cursor });
      return { ...rows.listOf(ids, limit), ...(similar.length > 0 ? { similar } : {}) };
    };
    return this.#searches.run(personId, find, over).catch((cause: unknown) => {
      if ((cause as { code?: unknown }).code === "SEARCH_TOO_SLOW") return { code: "slow" };
      throw cause;
    });
  }

  summary(id: string): Promise<ArticleSummary | null> {
    return Promise.resolve(this.#parts.rows.summary(id));
  }

  async create(person: Person, example: boolean): Promise<ArticleSummary> {
    const { rows, events, attach, index } = this.#parts;
    const template = example ? await this.#parts.example(person) : emptyArticle;
    const { article, projection } = rows.create(template, person);
    index.write({ id: article.id, at: Date.parse(article.updatedAt), text: projection.search });
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
