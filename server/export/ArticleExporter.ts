import { join } from "node:path";
import type { ArticleContent } from "../../src/domain/article/content.ts";
import { readArticle } from "../../src/domain/article/readArticle.ts";
import {
  type ExportContext,
  exportFragment,
  exportHtml,
  exportMarkdown,
  exportText,
  slug,
} from "../../src/domain/export/index.ts";
import type { ArticleSummary, ErrorCode } from "../../src/domain/protocol/api.ts";
import type { Assets } from "../assets/Assets.ts";
import { JobQueue } from "../assets/JobQueue.ts";
import { TemporaryFiles } from "../assets/TemporaryFiles.ts";
import type { Articles, Rooms } from "../ports.ts";
import { embeddedPictures, linkedPictures, type PictureFiles, pictureFiles } from "./exportPictures.ts";
import { type Finished, finishFile, finishText } from "./finished.ts";
import type { ExportFormat } from "./formats.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

export interface ExporterParts {
  rooms: Pick<Rooms, "read">;
  articles: Articles;
  /** Resolves once the article's row knows of everything committed before the call. */
  flush: (articleId: string) => Promise<void>;
  assets: Assets;
}

/** Why there is no file; the message says what to do. */
export interface ExportRefusal {
  code: Extract<ErrorCode, "not-found" | "too-large" | "unavailable">;
  message: string;
}

/** A page with pictures takes memory while it is made. */
const madeAtOnce = 2;
const mayWait = 200;

/** Makes files of articles as they are committed. */
export class ArticleExporter {
  readonly #parts: ExporterParts;
  readonly #files: TemporaryFiles;
  readonly #making = new JobQueue({ atOnce: madeAtOnce, mayWait });

  private constructor(parts: ExporterParts, files: TemporaryFiles) {
    this.#parts = parts;
    this.#files = files;
  }

  /** Files that are being sent lie in `DATA_DIR/tmp/exports`; what an earlier run left there is deleted. */
  static async open(dataDir: string, parts: ExporterParts): Promise<ArticleExporter> {
    return new ArticleExporter(parts, await TemporaryFiles.open(join(dataDir, "tmp", "exports")));
  }

  /** `name` is the file's, without an extension; it may be empty. Whoever gets the content reads or destroys it. */
  async export(
    articleId: string,
    format: ExportFormat,
  ): Promise<({ code: "ok"; name: string } & Finished) | ExportRefusal> {
    const made = this.#making.run(async () => this.#make(articleId, format));
    return (
      (await made) ?? {
        code: "unavailable",
        message: "The server is busy with other exports. Try again in a moment.",
      }
    );
  }

  async #make(
    articleId: string,
    format: ExportFormat,
  ): Promise<({ code: "ok"; name: string } & Finished) | ExportRefusal> {
    const read = await this.#read(articleId);
    if (!read) return { code: "not-found", message: "There is no such article." };
    const { content, summary } = read;
    const name = slug(content.fields.headline) || slug(content.fields.kicker);
    const pictures = pictureFiles(content, name, this.#parts.assets);
    const embed = format === "html" || format === "fragment";
    const shown = embed ? await embeddedPictures(pictures, this.#parts.assets) : linkedPictures(pictures);
    if (!shown)
      return {
        code: "too-large",
        message: "The pictures are too many for one file. Take the export as a zip.",
      };
    const context: ExportContext = {
      createdAt: summary.createdAt,
      updatedAt: summary.updatedAt,
      pictures: shown,
    };
    const finished =
      format === "zip"
        ? await this.#zip(content, context, pictures)
        : await finishText(makers[format](content, context), this.#files);
    return { code: "ok", name, ...finished };
  }

  /** Content and row of the same moment, so that «updated» is true of the words beside it. */
  async #read(articleId: string): Promise<{ content: ArticleContent; summary: ArticleSummary } | null> {
    const { rooms, articles, flush } = this.#parts;
    let summary: ArticleSummary | null;
    let content: ArticleContent;
    let before: string | undefined;
    let rounds = 0;
    await flush(articleId);
    summary = await articles.summary(articleId);
    if (!summary) return null;
    do {
      before = summary.updatedAt;
      content = await rooms.read(articleId, readArticle);
      await flush(articleId);
      summary = await articles.summary(articleId);
      if (!summary) return null;
    } while (summary.updatedAt !== before && ++rounds < 5);
    return { content, summary };
  }

  #zip(
    content: ArticleContent,
    context: ExportContext,
    pictures: readonly PictureFiles[],
  ): Promise<Finished> {
    const { assets } = this.#parts;
    const entries: ZipEntry[] = [
      { name: "index.html", open: async () => exportHtml(content, context) },
      { name: "fragment.html", open: async () => exportFragment(content, context) },
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
    return finishFile(this.#files, (file) => writeZip(file, entries));
  }
}

const makers = {
  html: exportHtml,
  fragment: exportFragment,
  markdown: exportMarkdown,
  text: exportText,
} as const satisfies Record<Exclude<ExportFormat, "zip">, typeof exportHtml>;
