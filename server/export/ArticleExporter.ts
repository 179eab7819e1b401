import { join } from "node:path";
import { Readable } from "node:stream";
import type * as Y from "yjs";
import type { ArticleContent } from "../../src/domain/article/content.ts";
import { readArticle } from "../../src/domain/article/readArticle.ts";
import {
  type ExportContext,
  exportFragment,
  exportHtml,
  exportMarkdown,
  exportText,
  type Face,
  slug,
  TooLargeToPrint,
} from "../../src/domain/export/index.ts";
import { type ArticleSummary, assetPath } from "../../src/domain/protocol/api.ts";
import { type ArticleReading, TookTooLong, withinTime } from "../articles/reading.ts";
import type { Assets } from "../assets/Assets.ts";
import { TemporaryFiles } from "../assets/TemporaryFiles.ts";
import { FairQueue } from "../FairQueue.ts";
import type { Articles } from "../ports.ts";
import { UnreadableArticle } from "../storage/articleLog.ts";
import { ExportSpace, type SpaceLimits } from "./ExportSpace.ts";
import {
  embeddedPictures,
  linkedPictures,
  type PictureFiles,
  pictureFiles,
  timesShown,
  tooManyFigures,
} from "./exportPictures.ts";
import { readFaces } from "./faces.ts";
import { type FilePlace, type Finished, finishFile, finishText } from "./finished.ts";
import type { ExportFormat } from "./formats.ts";
import { type Counted, PersonRests } from "./PersonRests.ts";
import { type ExportRefusal, ExportRefused, refusals } from "./refusals.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

export interface ExporterParts {
  reading: ArticleReading;
  articles: Articles;
  /** Resolves once the article's row knows of everything committed before the call. */
  flush: (articleId: string) => Promise<void>;
  assets: Assets;
  /** Other limits than the usual ones, for those who want to see them reached. */
  space?: SpaceLimits;
  /** Milliseconds. */
  longestPrintMs?: number;
}

/** Who wants the file. */
export interface Asker {
  personId: string;
  /** Aborted once the answer is over: sent to its end, or broken off. */
  over: AbortSignal;
  /** Of a page or fragment: inside it, left out with their figures, or named by their addresses under that origin. */
  pictures: "embedded" | "none" | { origin: string };
}

type Made = ({ code: "ok"; name: string } & Finished) | ExportRefusal;

/** Nothing else is done while an article is read, or a format of it printed. The longest take a second. */
const longestMs = 2_500;
/** A format that took longer is not printed again for so long unless the article changes: the machine may have been busy. */
const slowForMs = 600_000;
const slowRemembered = 1_000;

/**
 * Exports of one person that are being made or sent, and that wait for those. The page shows a preview and may send a
 * download and a copy beside it.
 */
const ofOnePerson = { atOnceOfOne: 2, waitingOfOne: 2, atOnce: Number.POSITIVE_INFINITY };
/**
 * Made at once: a page with pictures takes memory while it is made, a zip the disk's time. Zips, which take long, have a
 * line of their own, so that a page or a text waits for none of them.
 */
const inALine = { atOnce: 2, waiting: 200, waitingOfOne: 2, waitMs: 45_000 };

/** A person's page or zip is made once the one before it was and its rest is over: see PersonRests. */
const ownTurns = { ...ofOnePerson, atOnceOfOne: 1, waiting: 1000, waitMs: 45_000 };

/** Makes files of articles as they are committed. Nobody's exports take the place of another's: persons take turns. */
export class ArticleExporter {
  readonly #parts: ExporterParts;
  readonly #files: TemporaryFiles;
  readonly #space: ExportSpace;
  readonly #faces: readonly Face[];
  readonly #places = new FairQueue({ ...ofOnePerson, waiting: 1000, waitMs: 45_000 });
  readonly #rests = new PersonRests();
  readonly #ownTurns = new FairQueue(ownTurns);
  /** Until when which formats of an article, as it was at its latest change, count as slow to print. */
  readonly #slow = new Map<string, number>();
  readonly #pages = new FairQueue(inALine);
  readonly #zips = new FairQueue(inALine);

  private constructor(
    parts: ExporterParts,
    files: TemporaryFiles,
    space: ExportSpace,
    faces: readonly Face[],
  ) {
    this.#parts = parts;
    this.#files = files;
    this.#space = space;
    this.#faces = faces;
  }

  /** Files that are being sent lie in `DATA_DIR/tmp/exports`; what an earlier run left there is deleted. */
  static async open(dataDir: string, parts: ExporterParts): Promise<ArticleExporter> {
    const folder = join(dataDir, "tmp", "exports");
    const files = await TemporaryFiles.open(folder);
    return new ArticleExporter(parts, files, new ExportSpace(folder, parts.space), await readFaces());
  }

  /**
   * `name` is the file's, without an extension; it may be empty. When `over` is aborted, what is being made is given up,
   * and a file is destroyed; until then it takes one of the person's places. Throws where nobody waits any more.
   */
  async export(articleId: string, format: ExportFormat, asker: Asker): Promise<Made> {
    const { personId, over } = asker;
    over.throwIfAborted();
    const place = await this.#places.enter(personId, over);
    if (place.code !== "entered") return refusals.ownExports;
    const making = this.#makeInTurn(articleId, format, asker);
    void Promise.allSettled([making, aborted(over)]).then(place.leave);
    return making;
  }

  async #makeInTurn(articleId: string, format: ExportFormat, asker: Asker): Promise<Made> {
    const { personId, over } = asker;
    const line = format === "zip" ? this.#zips : this.#pages;
    const own = `${format === "zip" ? "zip" : "page"} ${personId}`;
    try {
      const ownTurn = await this.#ownTurns.run(
        own,
        async () => {
          await this.#rests.wait(personId, over);
          return line.run(personId, () => this.#make(articleId, format, asker), over);
        },
        over,
      );
      const turn = ownTurn.code === "done" ? ownTurn.value : ownTurn;
      if (turn.code !== "done") return refusals.busy;
      const made = turn.value;
      if (made.code === "ok" && made.content instanceof Readable) {
        const { content } = made;
        void aborted(over).then(() => content.destroy());
      }
      return made;
    } catch (cause) {
      return refusal(cause);
    }
  }

  async #make(articleId: string, format: ExportFormat, asker: Asker): Promise<Made> {
    const { personId, over } = asker;
    over.throwIfAborted();
    const counted = <T>(work: () => T): T => this.#rests.counted(personId, work);
    const read = await this.#read(articleId, format, personId);
    if (!read) return refusals.notFound;
    over.throwIfAborted();
    const { content, summary } = read;
    const times = timesShown(content);
    if (tooManyFigures(content, times)) return refusals.tooManyFigures;
    const name = slug(content.fields.headline) || slug(content.fields.kicker);
    const { assets } = this.#parts;
    const pictures = pictureFiles(content, name, assets);
    const shown =
      format === "html" || format === "fragment"
        ? await this.#picturesFor(asker, pictures, times)
        : linkedPictures(pictures);
    if (!shown) return refusals.tooManyPictures;
    const context: ExportContext = {
      updatedAt: summary.updatedAt,
      pictures: shown,
      faces: this.#faces,
    };
    const place: FilePlace = { files: this.#files, share: this.#space.share(personId), over };
    const { longestPrintMs = longestMs } = this.#parts;
    const printed = (print: (typeof makers)["html"]): string =>
      this.#remembered(slowKey(summary, format), () =>
        counted(() => withinTime(longestPrintMs, () => print(content, context))),
      );
    const finished =
      format === "zip"
        ? await this.#zip(printed, pictures, place, counted)
        : await finishText(printed(makers[format]), place);
    return { code: "ok", name, ...finished };
  }

  /** Null where they are too many to be inside. */
  async #picturesFor(
    { pictures, over }: Asker,
    files: readonly PictureFiles[],
    times: ReturnType<typeof timesShown>,
  ): ReturnType<typeof embeddedPictures> {
    if (pictures === "none") return {};
    if (pictures === "embedded") return embeddedPictures(files, times, this.#parts.assets, over);
    return linkedPictures(files, ({ asset }, { variant }) => pictures.origin + assetPath(asset.id, variant));
  }

  /** Content and row of the same moment, so that «updated» is true of the words beside it. */
  async #read(
    articleId: string,
    format: ExportFormat,
    personId: string,
  ): Promise<{ content: ArticleContent; summary: ArticleSummary } | null> {
    const { reading, articles, flush } = this.#parts;
    let summary: ArticleSummary | null;
    let content: ArticleContent;
    let before: string | undefined;
    let rounds = 0;
    await flush(articleId);
    summary = await articles.summary(articleId);
    if (!summary) return null;
    do {
      before = summary.updatedAt;
      if (this.#isSlow(slowKey(summary, format))) throw new TookTooLong("Printing it took too long before");
      const counted = (doc: Y.Doc) => this.#rests.counted(personId, () => readArticle(doc));
      content = await reading.live(articleId, counted, longestMs);
      await flush(articleId);
      summary = await articles.summary(articleId);
      if (!summary) return null;
      // An article that takes long and changes all the time is not read until it is quiet.
    } while (summary.updatedAt !== before && ++rounds < 5 && this.#rests.left(personId) < longestMs);
    return { content, summary };
  }

  #isSlow(key: string): boolean {
    const until = this.#slow.get(key) ?? 0;
    if (until > performance.now()) return true;
    this.#slow.delete(key);
    return false;
  }

  /** What `print` returns; where that takes too long, `key` counts as slow. */
  #remembered(key: string, print: () => string): string {
    try {
      return print();
    } catch (cause) {
      if (cause instanceof TookTooLong) {
        this.#slow.set(key, performance.now() + slowForMs);
        const [oldest = ""] = this.#slow.keys();
        if (this.#slow.size > slowRemembered) this.#slow.delete(oldest);
      }
      throw cause;
    }
  }

  #zip(
    printed: (print: (typeof makers)["html"]) => string,
    pictures: readonly PictureFiles[],
    place: FilePlace,
    counted: Counted,
  ): Promise<Finished> {
    const { assets } = this.#parts;
    const entries: ZipEntry[] = [
      { name: "index.html", open: async () => printed(exportHtml) },
      { name: "fragment.html", open: async () => printed(exportFragment) },
    ];
    for (const { asset, files } of pictures)
      for (const { variant, path } of files)
        entries.push({
          name: path,
          open: async () => {
            const file = await assets.variant(asset.id, variant);
            if (!file) throw new Error(`Asset ${asset.id} has no file for ${variant}`);
            return file.content;
          },
        });
    return finishFile(place, (sink) => writeZip(sink, entries, counted));
  }
}

const slowKey = ({ id, updatedAt }: ArticleSummary, format: ExportFormat): string =>
  `${format} ${id} ${updatedAt}`;

function refusal(cause: unknown): ExportRefusal {
  if (cause instanceof ExportRefused) return cause.refusal;
  if (cause instanceof TooLargeToPrint) return refusals.tooLargeToPrint;
  if (cause instanceof TookTooLong || cause instanceof UnreadableArticle) return refusals.unreadable;
  throw cause;
}

const makers = {
  html: exportHtml,
  fragment: exportFragment,
  markdown: exportMarkdown,
  text: exportText,
} as const satisfies Record<Exclude<ExportFormat, "zip">, typeof exportHtml>;

/** Resolves once the signal is aborted. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
