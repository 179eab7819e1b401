import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SqliteArticleLog } from "../../storage/articleLogSqlite.ts";
import { createRooms } from "../rooms.ts";
import { TestAccess } from "./people.ts";

/** Rooms as a process of their own on the database of the first argument; tells its address to its parent. */
const log = new SqliteArticleLog({ file: process.argv[2] ?? "" });
const rooms = createRooms({ log, access: new TestAccess() });
const http = createServer();
http.on("upgrade", (request, socket, head) => void rooms.handleUpgrade(request, socket, head));
http.listen(0, "127.0.0.1");
await once(http, "listening");
process.on("SIGTERM", () => {
  void rooms
    .close()
    .then(() => log.close())
    .then(() => process.exit(0));
});
process.send?.({ url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/sync` });
