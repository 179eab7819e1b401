import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Y from "yjs";
import type { PersonRests } from "../../export/PersonRests.ts";
import type { Rooms } from "../../ports.ts";
import type { ArticleLog } from "../../storage/articleLog.ts";
import { writeFirstUpdate } from "../../storage/articleLogFile.ts";
import { SqliteArticleLog } from "../../storage/articleLogSqlite.ts";
import { openDatabase } from "../../storage/database.ts";
import type { Limits } from "../limits.ts";
import { createRooms } from "../rooms.ts";
import { TestAccess } from "./people.ts";

/** Rooms behind real sockets on a real database file. */
export interface TestRooms {
  url: string;
  folder: string;
  file: string;
  access: TestAccess;
  log: ArticleLog;
  rooms: ReturnType<typeof createRooms> & Rooms;
  /** The server's side of all upgrades, also of those that were refused. */
  streams: Socket[];
  createArticle: (id: string, text?: string) => void;
  /** As a new process would: closes everything and opens the same file. */
  restart(options?: OpenOptions): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  limits?: Partial<Limits>;
  maxPages?: number;
  log?: (log: ArticleLog) => ArticleLog;
  /** As `RoomsParts` has it. */
  busyShare?: () => number;
  /** As `RoomsParts` has it. */
  rests?: PersonRests;
}

const folders: string[] = [];

/** With an article «flood» that holds an empty text. */
export async function openTestRooms(options: OpenOptions = {}): Promise<TestRooms> {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-rooms-"));
  folders.push(folder);
  const file = join(folder, "foureyes.db");
  const access = new TestAccess();
  let stop: () => Promise<void> = () => Promise.resolve();

  const start = async ({ limits, maxPages, log: wrap, busyShare, rests }: OpenOptions): Promise<void> => {
    const stored = new SqliteArticleLog({ file, maxPages: maxPages ?? null });
    const log = wrap ? wrap(stored) : stored;
    const rooms = createRooms({
      log,
      access,
      limits: { tickMs: 50, idleMs: 200, closeMs: 1_000, ...limits },
      ...(busyShare ? { busyShare } : {}),
      ...(rests ? { rests } : {}),
    });
    const http = createServer();
    http.on("upgrade", (request, socket, head) => {
      newsroom.streams.push(socket as Socket);
      void rooms.handleUpgrade(request, socket, head);
    });
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    Object.assign(newsroom, {
      url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/sync`,
      log,
      rooms,
    });
    stop = async () => {
      await rooms.close();
      await stored.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    };
  };

  const newsroom = {
    folder,
    file,
    access,
    streams: [] as Socket[],
    createArticle(id: string, text = "") {
      const database = openDatabase(folder);
      const doc = new Y.Doc();
      doc.getText("body").insert(0, text);
      doc.getMap("details").set("language", "de-CH");
      writeFirstUpdate(database.sqlite, id, Y.encodeStateAsUpdate(doc));
      database.close();
      access.articles.set(id, { trashed: false });
    },
    async restart(again: OpenOptions = {}) {
      await stop();
      await start(again);
    },
    close: () => stop(),
  } as TestRooms;
  newsroom.createArticle("flood");
  await start(options);
  return newsroom;
}

export function removeTestFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
