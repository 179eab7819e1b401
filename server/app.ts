import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { createAccess } from "./accounts/access.ts";
import { AccessChanges } from "./accounts/accessChanges.ts";
import { Accounts } from "./accounts/accounts.ts";
import { createAuth } from "./accounts/auth.ts";
import { DeviceCookies } from "./accounts/passwords/DeviceCookies.ts";
import { PasswordGate } from "./accounts/passwords/PasswordGate.ts";
import { PasswordHasher } from "./accounts/passwords/PasswordHasher.ts";
import { Sessions } from "./accounts/Sessions.ts";
import { ArticleDesk } from "./articles/articleDesk.ts";
import { ArticleRows } from "./articles/articles.ts";
import { Deletion } from "./articles/Deletion.ts";
import { DeskEvents } from "./articles/deskEvents.ts";
import { EmptyArticles } from "./articles/EmptyArticles.ts";
import { exampleTemplate } from "./articles/example.ts";
import { startPresenceNews } from "./articles/presenceNews.ts";
import { Projector } from "./articles/projector.ts";
import { ArticleReading } from "./articles/reading.ts";
import { Assets } from "./assets/Assets.ts";
import { PictureSweep } from "./assets/PictureSweep.ts";
import type { Config } from "./config.ts";
import { ArticleExporter } from "./export/ArticleExporter.ts";
import { articleRoutes } from "./http/articles.ts";
import { assetRoutes } from "./http/assets.ts";
import { authRoutes } from "./http/auth.ts";
import {
  answerBrokenRequests,
  boundHeaders,
  boundUnknownLengths,
  refuseExpectations,
} from "./http/connections/brokenRequests.ts";
import { demandLeastRate } from "./http/connections/leastRate.ts";
import { type SocketLimits, watchSockets } from "./http/connections/openSockets.ts";
import { rememberSockets } from "./http/connections/requestSockets.ts";
import { endUnreadAnswers } from "./http/connections/unreadAnswers.ts";
import { routeUpgrades } from "./http/connections/upgrades.ts";
import { readJsonWhole } from "./http/connections/wholeBody.ts";
import { deskRoutes } from "./http/desk.ts";
import { answerError } from "./http/errors.ts";
import { exportRoutes } from "./http/export.ts";
import { limitChanges } from "./http/guard/changeLimit.ts";
import { clientAddress, isTrustedProxy, readForwardedFor } from "./http/guard/forwardedFor.ts";
import { type DeclaredRoute, type Guard, type GuardLimits, guardRoutes } from "./http/guard/guard.ts";
import { handOverTokens } from "./http/guard/handOverTokens.ts";
import { addressesForOthers, addressHere, linkOrigin } from "./http/guard/origins.ts";
import { securityHeaders } from "./http/guard/securityHeaders.ts";
import { answerWhatIsStored } from "./http/guard/storedAnswers.ts";
import { exactValidation } from "./http/guard/validation.ts";
import { handInRoutes } from "./http/handIn.ts";
import { invitationRoutes } from "./http/invitations.ts";
import { serveOperations } from "./http/operations.ts";
import { nothingHere, type PageServer } from "./http/page.ts";
import { passwordResetRoutes } from "./http/passwordResets.ts";
import { peopleRoutes } from "./http/people.ts";
import { logRequests } from "./http/requestLog.ts";
import { sessionRoutes } from "./http/sessions.ts";
import { diskUse, Metrics } from "./metrics.ts";
import { Readiness } from "./readiness.ts";
import { defaultLimits, type Limits } from "./rooms/limits.ts";
import { createRooms } from "./rooms/rooms.ts";
import { SearchIndex } from "./search/searchIndex.ts";
import { writeFirstUpdate } from "./storage/articleLogFile.ts";
import { SqliteArticleLog } from "./storage/articleLogSqlite.ts";
import { startForgettingReservations } from "./storage/clientReservations.ts";
import { type OpenDatabase, openDatabase } from "./storage/database.ts";
import { watchDatabase } from "./storage/databaseWatch.ts";
import { closeToOthers } from "./storage/dataFolder.ts";
import { lockFolder } from "./storage/folderLock.ts";
import type { BucketLimits } from "./TokenBuckets.ts";
import { version } from "./version.ts";

export interface Server {
  /** Accepts requests; resolves with the address for this computer, and those at which others reach it. */
  start(): Promise<{ address: string; forOthers: readonly string[] }>;
  /** Finishes what is under way, writes what is open, within 10 s. */
  close(): Promise<void>;
  /** The router's table. */
  readonly routes: readonly DeclaredRoute[];
  readonly log: FastifyBaseLogger;
  readonly metrics: Metrics;
}

export interface ServerOptions {
  page: PageServer;
  /** The folder of the example's files. */
  examples: URL;
  /** False lets a development page load scripts of its own making. */
  strictPage?: boolean;
  /** Where structured logs go; null for nowhere. */
  logTo: NodeJS.WritableStream | null;
  /** Other limits than the usual ones, for those who want to see them reached. */
  limits?: Partial<Limits>;
  requestLimits?: Partial<GuardLimits & { changes: BucketLimits; newArticles: BucketLimits }>;
  socketLimits?: Partial<SocketLimits>;
  /** True for upgrades that a development page answers itself. */
  isForeignUpgrade?: (request: IncomingMessage) => boolean;
}

const bodyLimitBytes = 256 * 1024;
/** How long a request may take to arrive: a large picture over a slow line. http/leastRate.ts ends slower ones sooner. */
const requestTimeoutMs = 15 * 60_000;
/** How long nothing may move on a connection: a picture may wait its turn, an answer for a slow reader. */
const connectionTimeoutMs = 5 * 60_000;
/** How long its headers may take. */
const headersTimeoutMs = 15_000;

/** Opens the data and wires all parts. Nothing listens before `start`. */
export async function createServer(
  config: Config,
  {
    page,
    examples,
    strictPage = true,
    logTo,
    limits = {},
    requestLimits = {},
    socketLimits = {},
    isForeignUpgrade = () => false,
  }: ServerOptions,
): Promise<Server> {
  const headers = securityHeaders(config, { strictPage });
  const addressOf = clientAddress(config.trustProxy);
  const app = Fastify({
    logger: logTo ? { level: config.logLevel, stream: logTo } : false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy,
    bodyLimit: bodyLimitBytes,
    connectionTimeout: connectionTimeoutMs,
    ajv: exactValidation,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error, request, reply) => guard.answerUnrouted(error, request, reply),
    clientErrorHandler: answerBrokenRequests(headers),
    forceCloseConnections: true,
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: 5_000,
      // The guard refuses requests without one, with the headers that every answer has.
      requireHostHeader: false,
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  let guard: Guard;
  const isProxy = isTrustedProxy(config.trustProxy);
  const sockets = watchSockets(app.server, { limits: socketLimits, isProxy });
  refuseExpectations(app.server, headers);
  boundUnknownLengths(app.server, headers, isProxy);
  boundHeaders(app.server, headers);
  app.removeContentTypeParser("text/plain");
  readJsonWhole(app);
  const unlockFolder = lockFolder(config.dataDir);
  const database = openedOr(unlockFolder, config.dataDir);
  const hasher = new PasswordHasher();
  try {
    const open = closeToOthers(config.dataDir);
    if (open.length > 0)
      app.log.warn({ paths: open.slice(0, 20) }, "others on this machine can read the data folder");
    const changes = new AccessChanges();
    const sessions = new Sessions({ database, changes, idleDays: config.sessionIdleDays });
    const auth = createAuth(database, config, sessions, app.log, hasher);
    const access = await createAccess({ database, auth, sessions, changes, config });
    const accounts = new Accounts({ database, changes, hasher, openSignUp: config.openSignUp });
    const log = new SqliteArticleLog({ file: database.file, files: database.files });
    const metrics = new Metrics();
    const rooms = createRooms({
      log,
      access,
      limits,
      logger: app.log,
      meter: metrics.meter,
      refusalHeaders: headers,
    });
    const readiness = new Readiness({ database, log, rooms, logger: app.log });
    const rows = new ArticleRows(database, {
      writeFirstUpdate,
      writeDeskRows: (changed) => log.writeDeskRows(changed),
      present: (articleId) => rooms.present(articleId),
      trashDays: config.trashDays,
    });
    const index = new SearchIndex({
      file: join(config.dataDir, "foureyes.search.db"),
      newsroom: database.file,
      readStored: async (articleId) => (await log.project(articleId))?.search ?? null,
      log: app.log,
    });
    const events = new DeskEvents(access);
    const tellRemoved = (id: string): void => {
      index.remove(id);
      events.tell({ kind: "removed", id });
    };
    const endPresenceNews = startPresenceNews(rooms, (event) => events.tell(event));
    const reading = new ArticleReading({
      rooms,
      projectStored: (articleId) => log.project(articleId),
      log: app.log,
    });
    const projector = new Projector({
      rooms,
      reading,
      rows,
      index,
      changed: (article) => events.tell({ kind: "changed", article }),
      log: app.log,
    });
    const assets = await Assets.open(config.dataDir, database, { log: app.log });
    const sweep = new PictureSweep({
      database,
      assets,
      assetsOf: async (articleId) => (await log.project(articleId))?.assets ?? null,
      rooms,
      log: app.log,
    });
    const deletion = new Deletion({
      rows,
      rooms,
      assetsOf: async (articleId) => (await log.project(articleId))?.assets ?? null,
      mayDelete: ({ sessionId }) => access.mayNow(sessionId, "article:delete"),
      sweepPictures: () => sweep.soon(),
      removed: tellRemoved,
      log: app.log,
    });
    const emptyArticles = new EmptyArticles({
      rows,
      rooms,
      pageGoneMs: limits.pageGoneMs ?? defaultLimits.pageGoneMs,
      removed: tellRemoved,
      log: app.log,
    });
    const desk = new ArticleDesk({
      rows,
      index,
      events,
      changes,
      rooms,
      example: (person) => exampleTemplate(person, { folder: examples, assets }),
      attach: (articleId, assetId) => assets.attach(articleId, assetId),
    });
    const exporter = await ArticleExporter.open(config.dataDir, {
      reading,
      articles: desk,
      flush: (articleId) => projector.flush(articleId),
      assets,
    });

    if (config.admin && (await accounts.ensureAdmin(config.admin)) === "created")
      app.log.info("the account of ADMIN_EMAIL was created");

    rememberSockets(app);
    app.addHook("onRequest", async (request, reply) => {
      if (sockets.isOverrun(request.raw.socket)) reply.hijack();
    });
    readForwardedFor(app, config);
    app.setErrorHandler(answerError);
    app.setNotFoundHandler((_request, reply) => nothingHere(reply));
    demandLeastRate(app);
    endUnreadAnswers(app);
    logRequests(app, addressOf);
    guard = guardRoutes(app, { access, headers, addressOf, limits: requestLimits });
    limitChanges(app, requestLimits.changes);
    await describeApi(app);
    answerWhatIsStored(app, database);
    serveOperations(app, {
      readiness,
      metrics,
      numbers: async () => metrics.text(rooms.state(), await diskUse(database.file)),
    });
    handOverTokens(app, { access, auth });
    const gate = new PasswordGate();
    const devices = new DeviceCookies((await auth.$context).secret, {
      secure: config.publicUrl?.startsWith("https:") ?? false,
    });
    await app.register(authRoutes, { auth, access, accounts, sessions, changes, gate, devices });
    await app.register(sessionRoutes, { sessions });
    const originFor = (request: IncomingHttpHeaders) =>
      linkOrigin(request, config, (app.server.address() as AddressInfo).port);
    const links = { auth, accounts, gate, devices, sessions, originFor };
    await app.register(invitationRoutes, links);
    await app.register(passwordResetRoutes, links);
    await app.register(peopleRoutes, { accounts });
    await app.register(articleRoutes, { desk, deletion, newArticles: requestLimits.newArticles });
    await app.register(deskRoutes, { events });
    await app.register(handInRoutes, { rooms });
    await app.register(assetRoutes, { assets });
    await app.register(exportRoutes, { exporter, originFor });
    await page(app);

    routeUpgrades(app.server, {
      access,
      rooms,
      sockets,
      headers,
      addressOf,
      isForeign: isForeignUpgrade,
    });
    const endForgetting = sessions.startForgetting(app.log);
    const endForgettingReservations = startForgettingReservations(database.sqlite, { log: app.log });
    const endWatch = watchDatabase(database, app.log);
    return {
      routes: guard.routes,
      log: app.log,
      metrics,
      start: async () => {
        await app.listen({ port: config.port, host: config.host });
        projector.catchUp();
        void index.catchUp();
        sweep.start();
        deletion.start();
        emptyArticles.start();
        readiness.phase = "running";
        const { port } = app.server.address() as AddressInfo;
        const forOthers = addressesForOthers(config, port);
        app.log.info({ version, port, forOthers }, "started");
        return { address: addressHere(config, port), forOthers };
      },
      close: async () => {
        readiness.phase = "draining";
        app.log.info({ ...rooms.state(), trouble: undefined }, "stopping: what is open is written first");
        endPresenceNews();
        events.close();
        await deletion.close();
        await emptyArticles.close();
        await sweep.close();
        await rooms.close();
        await projector.close();
        await index.close();
        sockets.destroyAll();
        await app.close();
        await hasher.close();
        assets.close();
        await log.close();
        endForgetting();
        endForgettingReservations();
        await endWatch();
        database.close();
        unlockFolder();
        app.log.info("stopped");
      },
    };
  } catch (cause) {
    await app.close();
    await hasher.close();
    database.close();
    unlockFolder();
    throw cause;
  }
}

function openedOr(giveUp: () => void, dataDir: string): OpenDatabase {
  try {
    return openDatabase(dataDir);
  } catch (cause) {
    giveUp();
    throw cause;
  }
}

async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Foureyes",
        version,
        description:
          "Sign in by POST /api/auth/sign-in/email; the session cookie it sets opens everything else.",
      },
    },
  });
  // Made once: it takes milliseconds, and anybody may ask.
  let text: string | null = null;
  app.get(
    "/api/openapi.json",
    { config: { allow: "anybody" }, schema: { hide: true } },
    async (_request, reply) => {
      text ??= JSON.stringify(app.swagger());
      return reply.type("application/json; charset=utf-8").send(text);
    },
  );
}
