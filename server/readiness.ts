import type { RoomsState } from "./rooms/meter.ts";
import type { ArticleLog } from "./storage/articleLog.ts";

/** Why the server should get no visitors just now. */
export type NotReady = "starting" | "draining" | "database";

/** How long an answer of the database is believed, and how long one waits for it. Milliseconds. */
const believedMs = 1_000;
const patienceMs = 1_000;

export interface ReadinessParts {
  /** Throws when the database's files are not at their place: looked at each time. */
  database: { check(): void };
  log: Pick<ArticleLog, "probe">;
  rooms: { state(): Pick<RoomsState, "trouble"> };
  logger: { info(what: object, message: string): void; error(what: object, message: string): void };
}

/**
 * Whether the server can do its work: it has started, is not stopping, and its database takes writes. The database is
 * asked by writing to it, at most once a second however often somebody asks.
 */
export class Readiness {
  phase: "starting" | "running" | "draining" = "starting";
  readonly #parts: ReadinessParts;
  #asked: { at: number; answer: Promise<boolean> } | null = null;
  #wrote = true;

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
  }

  /** Null when it is ready. Answers within a second or so. */
  async notReady(): Promise<NotReady | null> {
    if (this.phase !== "running") return this.phase;
    if (this.#parts.rooms.state().trouble !== null) return "database";
    return this.#isAtItsPlace() && (await this.#writes()) ? null : "database";
  }

  #isAtItsPlace(): boolean {
    try {
      this.#parts.database.check();
      return true;
    } catch {
      return false;
    }
  }

  #writes(): Promise<boolean> {
    const now = performance.now();
    if (!this.#asked || now - this.#asked.at > believedMs) this.#asked = { at: now, answer: this.#try() };
    return this.#asked.answer;
  }

  async #try(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("no answer within a second")), patienceMs);
    });
    const { log, logger } = this.#parts;
    // Should it reject after the time is up, nobody waits for it any more.
    const probe = log.probe();
    probe.catch(() => {});
    try {
      await Promise.race([probe, late]);
      if (!this.#wrote) logger.info({}, "the database can be written again");
      this.#wrote = true;
    } catch (cause) {
      if (this.#wrote) logger.error({ err: cause }, "the database cannot be written");
      this.#wrote = false;
    } finally {
      clearTimeout(timer);
    }
    return this.#wrote;
  }
}
