import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import type { Random } from "../../src/binding/testing/random.ts";
import type { Page } from "./page.ts";
import type { ServerProcess } from "./serverProcess.ts";

/** What a strike finds when it comes. */
export interface Scene {
  server: ServerProcess;
  dataDir: string;
  pages: readonly Page[];
  random: Random;
  /** How long the database stays away. Milliseconds. */
  lockedMs: number;
  /** Everybody rests until all pages say «Saved», and then types on. */
  settled(): Promise<void>;
}

/**
 * Each makes something go wrong and ends with the server's process gone; resolves once it is, with what was wrong about
 * the way it went.
 */
export const strikes = {
  /** Killed at any moment. */
  async moment({ server, random }) {
    await pause(random.below(300));
    await server.kill().gone;
    return [];
  },

  /** Killed when an ack has left it and the page has not got it: it was durable, and nobody knows. */
  beforeAck: (scene) => killedAtAck(scene, false),

  /** Killed when a page has just got an ack. */
  afterAck: (scene) => killedAtAck(scene, true),

  /** Killed in the very moment in which a page comes to say «Saved». */
  async saved({ server, pages, random }) {
    let left = 1 + random.below(4);
    // People who type without a pause are never wholly saved.
    let breath: NodeJS.Timeout | undefined;
    const breathe = setInterval(() => {
      for (const page of pages) page.rest();
      breath = setTimeout(() => {
        for (const page of pages) page.type();
      }, 60);
    }, 120);
    await new Promise<unknown>((resolve) => {
      for (const page of pages)
        page.onSaved = () => {
          if (--left === 0) resolve(server.kill().gone);
        };
    });
    clearInterval(breathe);
    clearTimeout(breath);
    return [];
  },

  /** Killed while it folds the log of the article. */
  async compaction({ server, random }) {
    let left = 1 + random.below(3);
    await new Promise<void>((resolve) => {
      server.onLine = (line) => {
        if (line.includes('"compacting an article"') && --left === 0) resolve();
      };
    });
    await pause(random.below(25));
    await server.kill().gone;
    return [];
  },

  /** A write to the disk is cut short in the middle, and the process killed before it can mend it. */
  async tornWrite({ server, dataDir, random }) {
    server.limitFiles(walBytes(dataDir) + random.below(16 * 1024));
    await pause(50 + random.below(200));
    await server.kill().gone;
    return [];
  },

  /**
   * Nothing can be written for a while but to the first kilobytes of a file; then there is room again, and everything is
   * stored without a restart. A limit at the end of the log would be met only now and then: SQLite begins it anew.
   */
  async fullDisk({ server, random, settled }) {
    const failed = new Promise<void>((resolve) => {
      server.onLine = (line) => {
        if (line.includes('"committing failed')) resolve();
      };
    });
    server.limitFiles(random.below(8 * 1024));
    await failed;
    await pause(random.below(300));
    server.limitFiles(null);
    await settled();
    await server.kill().gone;
    return [];
  },

  /** Another process holds the database. */
  async locked({ server, dataDir, lockedMs, pages, settled }) {
    const other = new Database(join(dataDir, "foureyes.db"), { timeout: 5_000 });
    other.exec("begin immediate");
    await pause(lockedMs);
    const told = pages.filter((page) => page.saved).map((page) => `${page.name} says «Saved» all the same`);
    other.exec("rollback");
    other.close();
    await settled();
    await server.kill().gone;
    return told;
  },

  /** The time of day is set two hours forward, then two hours back. */
  async clock({ server, random, settled }) {
    const hours = 2 * 3_600_000;
    for (const shiftMs of [hours, -hours]) {
      server.setClock(shiftMs);
      // oxlint-disable-next-line no-await-in-loop
      await pause(random.below(100));
      // oxlint-disable-next-line no-await-in-loop
      await settled();
    }
    await server.kill().gone;
    return [];
  },

  /** Asked to stop under load: it ends by itself, in time, with everything written. */
  async sigterm({ server, random }) {
    await pause(random.below(200));
    const code = await server.stop();
    return code === 0 ? [] : [`SIGTERM ended with code ${code}`];
  },
} as const satisfies Record<string, (scene: Scene) => Promise<string[]>>;

export type Strike = keyof typeof strikes;
export const needsLimits: readonly Strike[] = ["tornWrite", "fullDisk"];

async function killedAtAck({ server, pages, random }: Scene, passedOn: boolean): Promise<string[]> {
  let left = 1 + random.below(30);
  await new Promise<unknown>((resolve) => {
    for (const { proxy } of pages)
      proxy.onServerFrame = (kind) => {
        if (kind !== "ack" || --left !== 0) return left > 0;
        resolve(server.kill().gone);
        return passedOn;
      };
  });
  return [];
}

const walBytes = (dataDir: string): number =>
  statSync(join(dataDir, "foureyes.db-wal"), { throwIfNoEntry: false })?.size ?? 0;
