import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { onTestFinished } from "vitest";
import * as Y from "yjs";
import type { ArticleTemplate } from "../../../src/domain/article/template.ts";
import { type Action, isRole, may } from "../../../src/domain/permissions/roles.ts";
import type { ApiError, ArticleSummary, Asset, Person } from "../../../src/domain/protocol/api.ts";
import { ArticleRows } from "../../articles/articles.ts";
import { DeskRowsFile } from "../../articles/deskRowsFile.ts";
import { projectArticle } from "../../articles/projection.ts";
import { ArticleReading } from "../../articles/reading.ts";
import { ArticleExporter } from "../../export/ArticleExporter.ts";
import { type SpaceLimits, usualSpace } from "../../export/ExportSpace.ts";
import { assetRoutes } from "../../http/assets.ts";
import { demandLeastRate, type LeastRate } from "../../http/connections/leastRate.ts";
import { watchSockets } from "../../http/connections/openSockets.ts";
import { endUnreadAnswers, type UnreadLimits } from "../../http/connections/unreadAnswers.ts";
import { answerError } from "../../http/errors.ts";
import { exportRoutes } from "../../http/export.ts";
import { clientAddress } from "../../http/guard/forwardedFor.ts";
import { guardRoutes } from "../../http/guard/guard.ts";
import { securityHeaders } from "../../http/guard/securityHeaders.ts";
import { openDatabase } from "../../storage/database.ts";
import { type AssetOptions, Assets } from "../Assets.ts";

const person = (role: Person["role"]): Person => ({
  id: `${role}-1`,
  name: role,
  email: `${role}@example.org`,
  role,
  active: true,
});

export interface PictureServerOptions extends AssetOptions {
  leastRate?: Partial<LeastRate>;
  unread?: Partial<UnreadLimits>;
  exportSpace?: Partial<SpaceLimits>;
  longestPrintMs?: number;
}

/**
 * The routes for pictures and exports on a socket, over a real database and real files. The header `x-role` says who
 * asks; articles are documents in memory.
 */
export class PictureServer {
  readonly dataDir: string;
  readonly assets: Assets;
  readonly #rows: ArticleRows;
  readonly #docs: Map<string, Y.Doc>;
  readonly #url: string;
  /** Whose sessions have ended. */
  readonly #signedOut: Set<string>;

  private constructor(parts: {
    dataDir: string;
    assets: Assets;
    rows: ArticleRows;
    docs: Map<string, Y.Doc>;
    url: string;
    signedOut: Set<string>;
  }) {
    this.dataDir = parts.dataDir;
    this.assets = parts.assets;
    this.#rows = parts.rows;
    this.#docs = parts.docs;
    this.#url = parts.url;
    this.#signedOut = parts.signedOut;
  }

  static async open({
    leastRate,
    unread,
    exportSpace,
    longestPrintMs,
    ...options
  }: PictureServerOptions = {}): Promise<PictureServer> {
    const dataDir = await mkdtemp(join(tmpdir(), "foureyes-pictures-"));
    const database = openDatabase(dataDir);
    for (const role of ["admin", "editor", "guest"] as const)
      database.sqlite
        .prepare(
          "insert into person (id, name, email, emailVerified, role, createdAt, updatedAt) values (?, ?, ?, 1, ?, '', '')",
        )
        .run(`${role}-1`, role, `${role}@example.org`, role);
    const assets = await Assets.open(dataDir, database, options);
    const docs = new Map<string, Y.Doc>();
    const deskRows = new DeskRowsFile(database.sqlite);
    const rows = new ArticleRows(database, {
      writeFirstUpdate: (_sqlite, id, update) => {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, update);
        docs.set(id, doc);
      },
      writeDeskRows: async (changed) => deskRows.write(changed),
    });
    const reading = new ArticleReading({
      rooms: {
        read: (id, read) => {
          const doc = docs.get(id);
          return doc ? Promise.resolve().then(() => read(doc)) : Promise.reject(new Error("unknown article"));
        },
      },
      projectStored: () => Promise.resolve(null),
      log: Fastify().log,
    });
    const exporter = await ArticleExporter.open(dataDir, {
      articles: { summary: (id) => Promise.resolve(rows.summary(id)) },
      assets,
      space: { ...usualSpace, ...exportSpace },
      ...(longestPrintMs === undefined ? {} : { longestPrintMs }),
      flush: () => Promise.resolve(),
      reading,
    });
    const signedOut = new Set<string>();
    const access = {
      originAllowed: () => true,
      onChange: () => () => {},
      token: () => null,
      visitor: ({ "x-role": role }: Record<string, string | string[] | undefined>) =>
        Promise.resolve(isRole(role) ? { person: person(role), sessionId: role } : null),
      visitorOfSession: (id: string) =>
        Promise.resolve(isRole(id) && !signedOut.has(id) ? { person: person(id), sessionId: id } : null),
      may: async (asker: Person, action: Action, id: string) => {
        const summary = rows.summary(id);
        if (!summary) return "not-found" as const;
        return may(asker, action, { trashed: summary.trashedAt !== null }) ? "ok" : "forbidden";
      },
    };
    const app = Fastify({ forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>();
    watchSockets(app.server);
    app.setErrorHandler(answerError);
    demandLeastRate(app, leastRate);
    endUnreadAnswers(app, unread);
    guardRoutes(app, {
      access,
      headers: securityHeaders({ publicUrl: null }, { strictPage: true }),
      addressOf: clientAddress(false),
    });
    await app.register(assetRoutes, { assets });
    await app.register(exportRoutes, { exporter, originFor: ({ host }) => `http://${host}` });
    await app.listen({ port: 0, host: "127.0.0.1" });
    onTestFinished(async () => {
      await app.close();
      assets.close();
      database.close();
      await rm(dataDir, { recursive: true, force: true });
    });
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    return new PictureServer({ dataDir, assets, rows, docs, url, signedOut });
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  newArticle(template: ArticleTemplate = { language: "de-CH" }): string {
    return this.#rows.create(template, person("editor")).article.id;
  }

  summary(articleId: string): ArticleSummary | null {
    return this.#rows.summary(articleId);
  }

  /** The live document of an article. */
  doc(articleId: string): Y.Doc {
    const doc = this.#docs.get(articleId);
    if (!doc) throw new Error("unknown article");
    return doc;
  }

  /** Ends the session of that role, for whatever asks again. */
  signOut(role: Person["role"]): void {
    this.#signedOut.add(role);
  }

  /** As if somebody had written in it just now. */
  async touch(articleId: string): Promise<void> {
    const at = Date.parse(this.summary(articleId)?.updatedAt ?? "") + 1;
    await this.#rows.writeProjections([
      { id: articleId, projection: projectArticle(this.doc(articleId)), at, by: null },
    ]);
  }

  trash(articleId: string): void {
    this.#rows.setTrashed(articleId, true);
  }

  get(path: string, { role = "editor", ...headers }: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#url + path, { headers: { ...(role ? { "x-role": role } : {}), ...headers } });
  }

  /** Uploads the file under a name and a type that may lie. */
  async upload(
    articleId: string,
    content: Buffer,
    { role = "editor", part = "file", name = "bild.jpg", type = "image/jpeg" } = {},
  ): Promise<{ status: number; body: Asset & ApiError; headers: Headers }> {
    const form = new FormData();
    form.append(part, new Blob([new Uint8Array(content)], { type }), name);
    const response = await fetch(`${this.#url}/api/articles/${articleId}/assets`, {
      method: "POST",
      body: form,
      headers: role ? { "x-role": role } : {},
    });
    const body = (await response.json()) as Asset & ApiError;
    return { status: response.status, body, headers: response.headers };
  }
}
