import { setTimeout as delay } from "node:timers/promises";
import { install } from "./install.ts";
import { percentile } from "./statistics.ts";
import { underAbuse } from "./sync/abuse.ts";
import { ArticleSocket, opened } from "./sync/articleSocket.ts";
import { ackLatencies, typing } from "./sync/delivery.ts";
import { openFloor, openFoureyes, openReference, pin, type SyncServer, usage } from "./sync/servers.ts";

interface Row {
  name: string;
  value: number;
  unit: string;
  goal?: string;
}

const room = { articles: 1, people: 200, typists: 20, keysASecond: 200, forMs: 4_000 };
const newsroom = { articles: 1_000, people: 3, typists: 1, forMs: 2_000 };
const rates = [2_000, 4_000, 7_000, 11_000, 15_000];
const acks = { articles: 200, keysASecond: 2_000, forMs: 4_000 };
const openedAndLeft = 2_000;
/** Longer than an article without anybody stays in memory. */
const leftForMs = 25_000;

/**
 * What the sockets cost and how long people wait, the server on one processor and the load on another. Parts of it run
 * alone: `SYNC=acks,abuse npm run bench sync`.
 */
export default async function sync(): Promise<{ title: string; rows: Row[] }> {
  install("peers");
  pin(process.pid, 1);
  const parts: Record<string, () => Promise<Row[]>> = {
    acks: acked,
    room: fullRoom,
    newsroom: manyArticles,
    memory,
    neighbours,
    abuse,
  };
  const wanted = process.env["SYNC"]?.split(",") ?? Object.keys(parts);
  const rows: Row[] = [];
  for (const name of wanted) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part ${name}. There are: ${Object.keys(parts).join(", ")}.`);
    rows.push(...(await part()));
  }
  return { title: "Sync", rows };
}

async function using<Value>(
  server: SyncServer,
  measure: (server: SyncServer) => Promise<Value>,
): Promise<Value> {
  try {
    return await measure(server);
  } finally {
    await server.close();
  }
}

async function acked(): Promise<Row[]> {
  const latenciesMs = await using(await openFoureyes(acks.articles), (server) => ackLatencies(server, acks));
  return [
    {
      name: "from sending to ack, 2,000 keys a second in 200 articles, median",
      value: percentile(latenciesMs, 0.5),
      unit: "ms",
      goal: "≤ 10",
    },
    { name: "the same, p99", value: percentile(latenciesMs, 0.99), unit: "ms", goal: "≤ 40" },
  ];
}

async function fullRoom(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const open of [() => openFoureyes(1), openReference, openFloor]) {
    const { server, result } = await using(await open(), async (opening) => ({
      server: opening.name,
      result: await typing(opening, room),
    }));
    rows.push(
      {
        name: `${server}: 200 people, 20 type, processor time for 1,000 deliveries`,
        value: result.cpuPerThousandMs,
        unit: "ms",
      },
      { name: `${server}: to the last colleague, median`, value: result.medianMs, unit: "ms" },
      { name: `${server}: to the last colleague, p99`, value: result.p99Ms, unit: "ms" },
    );
  }
  return rows;
}

async function manyArticles(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const open of [() => openFoureyes(newsroom.articles), openReference, openFloor]) {
    let best = 0;
    const name = await using(await open(), async (server) => {
      for (const keysASecond of rates) {
        const { p99Ms, delivered, expected } = await typing(server, { ...newsroom, keysASecond });
        console.error(`  ${server.name}, ${keysASecond}/s: p99 ${p99Ms.toFixed(0)} ms`);
        if (p99Ms > 100 || delivered < expected * 0.99) break;
        best = keysASecond;
      }
      return server.name;
    });
    rows.push({
      name: `${name}: 1,000 articles, keys a second with p99 ≤ 100 ms`,
      value: best,
      unit: "/s",
      goal: "≥ 15,000",
    });
  }
  return rows;
}

async function memory(): Promise<Row[]> {
  const count = 600;
  return using(await openFoureyes(openedAndLeft), async (server) => {
    await delay(500);
    const rest = usage(server.pid).residentMB;
    const sockets = await opened(count, () => new ArticleSocket(server.address(0)));
    await delay(1_500);
    const connected = usage(server.pid).residentMB;
    for (const socket of sockets) socket.close();
    for (let from = 0; from < openedAndLeft; from += 100) {
      const readers = await opened(100, (i) => new ArticleSocket(server.address(from + i)));
      for (const reader of readers) reader.close();
    }
    const most = usage(server.pid).residentMB;
    await delay(leftForMs);
    return [
      { name: "memory at rest", value: rest, unit: "MB" },
      {
        name: "memory a connection (600 in one article)",
        value: ((connected - rest) / count) * 1_000,
        unit: "kB",
        goal: "≤ 12",
      },
      { name: "2,000 articles opened and left: above rest at the most", value: most - rest, unit: "MB" },
      {
        name: "2,000 articles opened and left: above rest 25 s later",
        value: usage(server.pid).residentMB - rest,
        unit: "MB",
      },
    ];
  });
}

/** One article full of typists, and two people in another. */
async function neighbours(): Promise<Row[]> {
  return using(await openFoureyes(2), async (server) => {
    const full = typing(server, { ...room, typists: 200, keysASecond: 1_000 });
    const shifted: SyncServer = { ...server, address: () => server.address(1) };
    const quiet = await typing(shifted, {
      articles: 1,
      people: 2,
      typists: 1,
      keysASecond: 10,
      forMs: 6_000,
    });
    const { p99Ms } = await full;
    return [
      { name: "200 typists in one article, to the last of them, p99", value: p99Ms, unit: "ms" },
      { name: "two people in the article beside it, p99", value: quiet.p99Ms, unit: "ms", goal: "≤ 100" },
    ];
  });
}

async function abuse(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, p99Ms, memoryMB } of await underAbuse(openFoureyes)) {
    rows.push(
      { name: `${name}: honest people's p99`, value: p99Ms, unit: "ms", goal: "≤ 100" },
      { name: `${name}: memory above rest`, value: memoryMB, unit: "MB", goal: "≤ 200" },
    );
  }
  return rows;
}
