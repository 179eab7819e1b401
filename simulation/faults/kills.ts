import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Random } from "../../src/binding/testing/random.ts";
import { type Accounts, accountsAt, type SignedIn } from "../../src/session/testing/accounts.ts";
import { freePort } from "../../src/session/testing/freePort.ts";
import { readDisk } from "./disk.ts";
import { Observer } from "./observer.ts";
import { Page, Words } from "./page.ts";
import { admin, bundledProgram, canLimitFiles, ServerProcess } from "./serverProcess.ts";
import { needsLimits, type Strike, strikes } from "./strikes.ts";

export interface KillsOptions {
  seed: number;
  rounds: number;
  /** How long another process holds the database, should the round be of that kind. Milliseconds. */
  lockedMs: (round: number) => number;
  /** Told after each round. */
  onRound?: (line: string) => void;
}

export interface KillsOutcome {
  /** Empty when every promise was kept. */
  wrongs: string[];
  rounds: Partial<Record<Strike, number>>;
  /** Rounds in which the server died while it folded a log. */
  inCompaction: number;
  /** How often the server could not commit. */
  failedCommits: number;
  words: number;
  frames: number;
  acks: number;
  /** How often a page came to say «Saved», or said so of something new. */
  claims: number;
}

/** Rounds on one article, before it gets too long to be read and compared in no time. */
const roundsPerArticle = 15;
const names = ["anna", "ben", "cem"] as const;
const patienceMs = 60_000;

/**
 * Three people type into one article over observed lines while the server's process comes to harm, round after round,
 * each time on what the last one left on the disk. The seed decides what happens; when exactly is the machine's.
 */
export async function playKills(options: KillsOptions): Promise<KillsOutcome> {
  const program = await bundledProgram();
  const dataDir = mkdtempSync(join(tmpdir(), "foureyes-kills-"));
  const server = new ServerProcess({ program: program.file, dataDir, port: await freePort() });
  try {
    await server.start();
    return await new Kills(options, server, dataDir).play();
  } finally {
    await server.kill().gone;
    rmSync(dataDir, { recursive: true, force: true });
    program.remove();
  }
}

class Kills {
  readonly #options: KillsOptions;
  readonly #server: ServerProcess;
  readonly #dataDir: string;
  readonly #random: Random;
  readonly #observer = new Observer();
  readonly #kinds: Strike[];
  readonly #outcome: KillsOutcome = {
    wrongs: [],
    rounds: {},
    inCompaction: 0,
    failedCommits: 0,
    words: 0,
    frames: 0,
    acks: 0,
    claims: 0,
  };
  #words = new Words();
  #pages: Page[] = [];
  #articleId = "";

  constructor(options: KillsOptions, server: ServerProcess, dataDir: string) {
    this.#options = options;
    this.#server = server;
    this.#dataDir = dataDir;
    this.#random = new Random(options.seed);
    const kinds = Object.keys(strikes) as Strike[];
    this.#kinds = canLimitFiles() ? kinds : kinds.filter((kind) => !needsLimits.includes(kind));
  }

  async play(): Promise<KillsOutcome> {
    const accounts = accountsAt(this.#server.url);
    const anna = await accounts.signIn(admin);
    const people = [anna];
    // oxlint-disable-next-line no-await-in-loop
    for (const name of names.slice(1)) people.push(await accounts.invite(anna, name, "editor"));
    for (let round = 0; round < this.#options.rounds; round++) {
      // oxlint-disable-next-line no-await-in-loop
      if (round % roundsPerArticle === 0) await this.#turnToNewArticle(accounts, people);
      // Every kind in turn, so that a few rounds meet all of them.
      const kind = this.#kinds[round % this.#kinds.length] as Strike;
      // oxlint-disable-next-line no-await-in-loop
      const wrongs = await this.#round(kind, this.#options.lockedMs(round));
      this.#outcome.wrongs.push(...wrongs.map((wrong) => `round ${round} (${kind}): ${wrong}`));
      this.#options.onRound?.(`round ${round} ${kind}: ${wrongs.length === 0 ? "ok" : wrongs.join("; ")}`);
      if (wrongs.length > 0) break;
    }
    await Promise.all(this.#pages.map((page) => page.close()));
    const { frames, acks, claims } = this.#observer;
    const words = this.#outcome.words + this.#words.typed.length;
    const { failedCommits } = this.#server;
    return { ...this.#outcome, failedCommits, words, frames, acks, claims };
  }

  async #round(kind: Strike, lockedMs: number): Promise<string[]> {
    for (const page of this.#pages) page.type();
    const strike = strikes[kind]({
      server: this.#server,
      dataDir: this.#dataDir,
      pages: this.#pages,
      random: this.#random,
      lockedMs,
      settled: () => this.#settled(),
    });
    const wrongs = await this.#within(strike, `the strike «${kind}»`, patienceMs + lockedMs);
    this.#outcome.rounds[kind] = (this.#outcome.rounds[kind] ?? 0) + 1;
    if (this.#server.compacting) this.#outcome.inCompaction++;
    this.#server.onLine = null;
    for (const page of this.#pages) {
      page.onSaved = null;
      page.proxy.onServerFrame = null;
    }
    // Until the last frame that was on its way has arrived.
    await this.#until(
      () => this.#observer.open === 0 && this.#pages.every((page) => !page.connected),
      "the end of all lines",
    );
    const disk = await readDisk(this.#dataDir, this.#articleId);
    wrongs.push(...this.#observer.judge(disk));
    disk.destroy();
    if (this.#random.chance(0.3)) await this.#random.pick(this.#pages).reload();
    for (const page of this.#pages) page.rest();
    await this.#server.start();
    for (const page of this.#pages) page.session.connect();
    await this.#until(() => this.#pages.every((page) => page.saved) && this.#level(), "«Saved» everywhere");
    const [first] = this.#pages;
    wrongs.push(...this.#words.judge(first?.texts ?? []));
    for (const page of this.#pages)
      if (page.session.state.getState().refusal) wrongs.push(`words were refused: ${page.says}`);
    return wrongs;
  }

  async #settled(): Promise<void> {
    for (const page of this.#pages) page.rest();
    await this.#until(
      () => this.#pages.every((page) => page.saved) && this.#level(),
      "«Saved» after the trouble",
    );
    for (const page of this.#pages) page.type();
  }

  #level(): boolean {
    const [first, ...others] = this.#pages.map((page) => page.texts);
    return others.every((texts) => isDeepStrictEqual(texts, first));
  }

  async #turnToNewArticle(accounts: Accounts, people: readonly SignedIn[]): Promise<void> {
    await Promise.all(this.#pages.map((page) => page.close()));
    this.#outcome.words += this.#words.typed.length;
    this.#observer.forget();
    this.#words = new Words();
    const [anna] = people as [SignedIn];
    this.#articleId = await accounts.createArticle(anna.cookie);
    this.#pages = await Promise.all(
      names.map((name, at) =>
        Page.open(name, this.#server.url, {
          who: people[at] ?? anna,
          articleId: this.#articleId,
          observer: this.#observer,
          random: this.#random,
          words: this.#words,
        }),
      ),
    );
    await this.#until(() => this.#pages.every((page) => page.saved), "the article to open");
  }

  async #until(condition: () => boolean, what: string): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!condition()) {
      if (performance.now() > deadline) throw this.#late(what);
      // oxlint-disable-next-line no-await-in-loop
      await pause(3);
    }
  }

  async #within<Value>(work: Promise<Value>, what: string, withinMs: number): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.#late(what)), withinMs);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }

  #late(what: string): Error {
    const says = this.#pages.map((page) => page.says).join("\n");
    return new Error(
      `waited in vain for ${what} (seed ${this.#options.seed})\n${says}\n${this.#server.lastLines}`,
    );
  }
}
