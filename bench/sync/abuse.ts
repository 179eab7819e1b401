import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as Y from "yjs";
import { percentile } from "../statistics.ts";
import { type Abuse, abuses } from "./abuses.ts";
import { ArticleSocket, evenly, opened, Typist } from "./articleSocket.ts";
import { Deliveries } from "./delivery.ts";
import { type SyncServer, usage } from "./servers.ts";

/** The article in which honest people write; the abuser is an editor who may sit in it as well. */
const honestArticle = 0;
const people = 10;
const typists = 5;
const keysASecond = 25;
const abuseForMs = 4_000;
const otherArticles = 100;

export interface Suffered {
  name: string;
  /** From a key to the last honest colleague, while it goes on. */
  p99Ms: number;
  /** At the worst, above rest. */
  memoryMB: number;
}

/** Ten people in one article, five of them typing, while somebody does what nobody should. */
export async function underAbuse(open: (articles: number) => Promise<SyncServer>): Promise<Suffered[]> {
  const all: Suffered[] = [];
  for (const name of Object.keys(abuses)) {
    const server = await open(1 + otherArticles);
    try {
      const suffered = { name, ...(await suffer(server, name)) };
      console.error(
        `  ${name}: p99 ${suffered.p99Ms.toFixed(0)} ms, ${suffered.memoryMB.toFixed(0)} MB above rest`,
      );
      all.push(suffered);
    } finally {
      await server.close();
    }
  }
  return all;
}

async function suffer(server: SyncServer, name: string): Promise<Omit<Suffered, "name">> {
  const deliveries = new Deliveries(people - 1);
  const honest = await opened(
    people,
    () => new ArticleSocket(server.address(honestArticle), { content: (update) => deliveries.heard(update) }),
  );
  const writing = honest.slice(0, typists).map((socket) => {
    const typist: Typist = new Typist((update) => {
      deliveries.sent(typist.doc.clientID, Y.getState(typist.doc.store, typist.doc.clientID) - 1);
      socket.sendUpdate(update);
    });
    return typist;
  });
  const press = (i: number): void => writing[i]?.type();
  await evenly(typists, { aSecond: keysASecond, forMs: 1_000 }, press);
  const rest = usage(server.pid).residentMB;
  let worst = rest;
  const watching = setInterval(() => {
    worst = Math.max(worst, usage(server.pid).residentMB);
  }, 50);
  const abusing = abuseFromElsewhere(name, {
    origin: server.origin ?? "",
    articles: Array.from({ length: 1 + otherArticles }, (_, i) => server.address(i, "another")),
    victim: writing[0]?.doc.clientID ?? 0,
    forMs: abuseForMs,
  });
  await abusing.began;
  deliveries.reset();
  const sent = await evenly(typists, { aSecond: keysASecond, forMs: abuseForMs }, press);
  await abusing.ended;
  await deliveries.complete(sent * (people - 1));
  clearInterval(watching);
  for (const socket of honest) socket.close();
  if (deliveries.latenciesMs.length < sent) throw new Error("an honest key never arrived");
  return { p99Ms: percentile(deliveries.latenciesMs, 0.99), memoryMB: worst - rest };
}

/** In a process of its own, so that what an abuse costs its maker does not delay what honest people hear. */
function abuseFromElsewhere(
  name: string,
  abuse: Abuse,
): { began: Promise<unknown>; ended: Promise<unknown> } {
  const program = fileURLToPath(new URL("abuser.ts", import.meta.url));
  const child = fork(program, { execArgv: ["--import", "tsx"] });
  child.send({ name, abuse });
  return { began: once(child, "message"), ended: once(child, "exit") };
}
