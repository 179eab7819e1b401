import { setTimeout as wait } from "node:timers/promises";
import type * as Y from "yjs";
import { namedAssets } from "../../src/domain/article/namedAssets.ts";
import type { Committed, Rooms } from "../ports.ts";
import type { OpenDatabase } from "../storage/database.ts";
import type { Assets } from "./Assets.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** A picture is looked at once it is so old, and goes once no article has named it for so long. */
const keptMs = 30 * dayMs;
const firstAfterMs = 5 * 60_000;
/** Articles that are deleted together have their pictures looked for together. */
const soonMs = 500;
/** After reading an article, it rests so many times as long as that took. */
const restTimes = 4;

export interface SweepParts {
  database: OpenDatabase;
  assets: Pick<Assets, "deleteFiles" | "deleteStrayFiles">;
  /** The pictures that the stored article names; null for an unknown one. Rejects when it cannot be read. */
  assetsOf: (articleId: string) => Promise<readonly string[] | null>;
  rooms: Pick<Rooms, "onCommitted">;
  log: { info(details: object, message: string): void; warn(details: object, message: string): void };
  now?: () => number;
}

export interface Swept {
  /** Marked as named by no article, now or earlier, and kept. */
  unused: number;
  deleted: number;
  /** Files of no picture that is known, such as those of an upload during which the server died. */
  strayFiles: number;
}

/**
 * Deletes pictures that no article has named for 30 days, in the trash or not, and that are 60 days old at least. Every
 * article is read, whatever is noted of attachments: a figure copied into another article names its picture there. What
 * an article gains while others are read counts as soon as it is committed. In doubt everything stays: when one
 * article cannot be read, nothing is marked or deleted. Pictures of articles that were deleted for good go at once, unless
 * another one names them or had them added within 30 days.
 */
export class PictureSweep {
  readonly #parts: SweepParts;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
  }

  /** Once a day, and first some minutes from now. */
  start(afterMs = firstAfterMs): void {
    if (this.#closed) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#running = this.#running
        .then(() => this.run())
        .catch((cause: unknown) => {
          this.#parts.log.warn({ err: cause }, "unused pictures could not be looked for; all stay");
        })
        .then(() => this.#timer ?? this.start(dayMs));
    }, afterMs);
    this.#timer.unref();
  }

  /** An article was deleted for good: its pictures go now, unless others name them. */
  soon(): void {
    this.start(soonMs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Rejects, and has deleted nothing, when an article cannot be read. */
  async run(): Promise<Swept> {
    const { assets, log } = this.#parts;
    const before = this.#now() - keptMs;
    const candidates = this.#due(before);
    const swept: Swept = { unused: 0, deleted: 0, strayFiles: 0 };
    if (candidates.length > 0) {
      const named = await this.#named();
      if (named) for (const id of this.#mark(candidates, named, before, swept)) await assets.deleteFiles(id);
    }
    if (!this.#closed) swept.strayFiles = await assets.deleteStrayFiles(this.#now() - dayMs);
    if (swept.unused + swept.deleted + swept.strayFiles > 0)
      log.info({ ...swept }, "looked for unused pictures");
    return swept;
  }

  #due(before: number): string[] {
    const { rows, runNow } = this.#parts.database;
    const isDue = rows
      .selectFrom("asset")
      .select("id")
      .where((asset) => asset.or([asset("created_at", "<", before), asset("unused_since", "=", 0)]));
    return runNow(isDue.compile()).map(({ id }) => id);
  }

  /** Null when the server is closing. */
  async #named(): Promise<Set<string> | null> {
    const { database, rooms, assetsOf } = this.#parts;
    const named = new Set<string>();
    const note = (doc: Y.Doc): void => {
      for (const id of namedAssets(doc)) named.add(id);
    };
    const isKnown = (id: string): boolean =>
      database.sqlite.prepare("select 1 from article where id = ?").get(id) !== undefined;
    const stop = rooms.onCommitted(({ doc }: Committed) => note(doc));
    try {
      const ids = database.runNow(database.rows.selectFrom("article").select("id").compile());
      for (const { id } of ids) {
        const beganAt = performance.now();
        // One after the other, at leisure: nobody waits for this.
        // oxlint-disable-next-line no-await-in-loop
        const assets = await assetsOf(id);
        // Its content may come back from a backup, unless it was deleted for good meanwhile.
        if (!assets && !isKnown(id)) continue;
        if (!assets) throw new Error(`Article ${id} has no content`);
        for (const asset of assets) named.add(asset);
        // oxlint-disable-next-line no-await-in-loop
        await wait(restTimes * (performance.now() - beganAt), undefined, { ref: false });
        if (this.#closed) return null;
      }
      return named;
    } finally {
      stop();
    }
  }

  /** Marks what is unused, takes the mark from what is used again, and deletes the rows of those it answers with. */
  #mark(candidates: readonly string[], named: ReadonlySet<string>, before: number, swept: Swept): string[] {
    const { sqlite } = this.#parts.database;
    const used = sqlite.prepare(
      "update asset set unused_since = null where id = ? and unused_since is not null",
    );
    const unused = sqlite.prepare("update asset set unused_since = coalesce(unused_since, ?) where id = ?");
    const expired = sqlite
      .prepare(
        `select 1 from asset where id = @id and unused_since <= @before
         and not exists (select 1 from article_asset where asset_id = @id and created_at > @before)`,
      )
      .pluck();
    const forget = ["delete from article_asset where asset_id = ?", "delete from asset where id = ?"].map(
      (text) => sqlite.prepare(text),
    );
    const deleted: string[] = [];
    sqlite
      .transaction(() => {
        for (const id of candidates) {
          if (named.has(id)) used.run(id);
          else if (expired.get({ id, before }) !== undefined) {
            for (const statement of forget) statement.run(id);
            deleted.push(id);
          } else {
            unused.run(this.#now(), id);
            swept.unused += 1;
          }
        }
      })
      .immediate();
    swept.deleted = deleted.length;
    return deleted;
  }
}
