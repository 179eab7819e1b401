import type { ArticleTemplate } from "../../src/domain/article/template.ts";
import type { ArticleList, ArticleSummary, Person } from "../../src/domain/protocol/api.ts";
import type { AccessChanges } from "../accounts/accessChanges.ts";
import type { Articles, Rooms } from "../ports.ts";
import type { ArticleQuery, ArticleRows } from "./articles.ts";
import type { DeskEvents } from "./deskEvents.ts";

export interface ArticleDeskParts {
  rows: ArticleRows;
  events: DeskEvents;
  changes: AccessChanges;
  rooms: Pick<Rooms, "tell">;
  /** Stores the example's picture and names what the example is made of. */
  example: (person: Person) => Promise<ArticleTemplate>;
  /** Notes that the article uses the picture. */
  attach: (articleId: string, assetId: string) => void;
}

const emptyArticle: ArticleTemplate = { language: "de-CH" };

/** What people do to articles as a whole. Every change is told to open desks and open articles. */
export class ArticleDesk implements Articles {
  readonly #parts: ArticleDeskParts;

  constructor(parts: ArticleDeskParts) {
    this.#parts = parts;
  }

  list(query: ArticleQuery): ArticleList | null {
    return this.#parts.rows.list(query);
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
