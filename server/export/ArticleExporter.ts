import { join } from "node:path";
import { Readable } from "node:stream";
import type { ArticleContent } from "../../src/domain/article/content.ts";
import { readArticle } from "../../src/domain/article/readArticle.ts";
import {
  type ExportContext,
  exportFragment,
  exportHtml,
  exportMarkdown,
  exportText,
  slug,
  TooLargeToPrint,
} from "../../src/domain/export/index.ts";
import type { ArticleSummary } from "../../src/domain/protocol/api.ts";
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
import { type FilePlace, type Finished, finishFile, finishText } from "./finished.ts";
import type { ExportFormat } from "./formats.ts";
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
}

/** Who wants the file. */
export interface Asker {
  personId: string;
  /** Aborted once the answer is over: sent to its end, or broken off. */
  over: AbortSignal;
}

type Made = ({ code: "ok"; name: string } & Finished) | ExportRefusal;

/** Nothing else is done while an article is read, or a format of it printed. The longest take a second. */
const longestMs = 8_000;

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

/** Makes files of articles as they are committed. Nobody's exports take the place of another's: persons take turns. */
export class ArticleExporter {
  readonly #parts: ExporterParts;
  readonly #files: TemporaryFiles;
  readonly #space: ExportSpace;
  readonly #places = new FairQueue({ ...ofOnePerson, waiting: 1000, waitMs: 45_000 });
  readonly #pages = new FairQueue(inALine);
  readonly #zips = new FairQueue(inALine);

  private constructor(parts: ExporterParts, files: TemporaryFiles, space: ExportSpace) {
    this.#parts = parts;
    this.#files = files;
    this.#space = space;
  }

  /** Files that are being sent lie in `DATA_DIR/tmp/exports`; what an earlier run left there is deleted. */
  static async open(dataDir: string, parts: ExporterParts): Promise<ArticleExporter> {
    const folder = join(dataDir, "tmp", "exports");
    const files = await TemporaryFiles.open(folder);
    return new ArticleExporter(parts, files, new ExportSpace(folder, parts.space));
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
    try {
      const turn = await line.run(personId, () => this.#make(articleId, format, asker), over);
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

  async #make(articleId: string, format: ExportFormat, { personId, over }: Asker): Promise<Made> {
    over.throwIfAborted();
    const read = await this.#read(articleId);
    if (!read) return refusals.notFound;
    over.throwIfAborted();
    const { content, summary } = read;
    const times = timesShown(content);
    if (tooManyFigures(content, times)) return refusals.tooManyFigures;
    const name = slug(content.fields.headline) || slug(content.fields.kicker);
    const { assets } = this.#parts;
    const pictures = pictureFiles(content, name, assets);
    const embed = format === "html" || format === "fragment";
    const shown = embed ? await embeddedPictures(pictures, times, assets, over) : linkedPictures(pictures);
    if (!shown) return refusals.tooManyPictures;
    const context: ExportContext = {
      createdAt: summary.createdAt,
      updatedAt: summary.updatedAt,
      pictures: shown,
    };
    const place: FilePlace = { files: this.#files, share: this.#space.share(personId), over };
    const printed = (print: (typeof makers)["html"]): string =>
      withinTime(longestMs, () => print(content, context));
    const finished =
      format === "zip"
        ? await this.#zip(printed, pictures, place)
        : await finishText(printed(makers[format]), place);
    return { code: "ok", name, ...finished };
  }

  /** Content and row of the same moment, so that «updated» is true of the words beside it. */
  async #read(articleId: string): Promise<{ content: ArticleContent; summary: ArticleSummary } | null> {
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
      content = await reading.live(articleId, readArticle, longestMs);
      await flush(articleId);
      summary = await articles.summary(articleId);
      if (!summary) return null;
    } while (summary.updatedAt !== before && ++rounds < 5);
    return { content, summary };
  }

  #zip(
    printed: (print: (typeof makers)["html"]) => string,
    pictures: readonly PictureFiles[],
    place: FilePlace,
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
    return finishFile(place, (sink) => writeZip(sink, entries));
  }
}

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
