import { performance } from "node:perf_hooks";
import * as Y from "yjs";
import { sharedTypeNames } from "../../src/domain/article/document.ts";
import type { RefusalReason } from "../../src/domain/protocol/sync.ts";
import type { Author, ClientWriter } from "../storage/articleLog.ts";
import { ArticleClocks } from "./articleClocks.ts";
import { applyBounded, CostlyUpdate } from "./boundedMerge.ts";
import { ClientCounts } from "./clientCounts.ts";
import { ClientIds } from "./clientIds.ts";
import type { CommitQueue } from "./commitQueue.ts";
import {
  applies,
  changesNothing,
  lackedPredecessors,
  lacksPredecessors,
  newsOf,
  overlaps,
  withoutClients,
  withoutKnown,
} from "./docChanges.ts";
import type { FrameSource, HeldFrame, ReceivedFrame } from "./frameSource.ts";
import type { Limits } from "./limits.ts";
import type { RoomsMeter } from "./meter.ts";
import type { Reservations } from "./reservations.ts";
import type { Suspects } from "./Suspects.ts";
import { type ClockRange, maxForeignRoots, scanUpdate, type UpdateScan } from "./updateScan.ts";

/** The origin of a change of the document. */
export interface Origin {
  source: FrameSource;
  author: Author | null;
}

export interface IntakeParts {
  articleId: string;
  doc: Y.Doc;
  queue: CommitQueue;
  limits: Limits;
  now: () => number;
  meter: RoomsMeter;
  /** The number of the newest write. */
  written(): number;
  /** Whether the article may take the update in. */
  hasRoomFor(source: FrameSource, update: Uint8Array, scan: UpdateScan, brings: boolean): boolean;
  /** Whether there is memory for so much more, which is all news. */
  hasMemoryFor(source: FrameSource, update: Uint8Array, scan: UpdateScan): boolean;
  /** The update is about to be applied. */
  takes(source: FrameSource, update: Uint8Array, scan: UpdateScan): void;
  /** The source can be worked on again. */
  wake(source: FrameSource): void;
  /** Whose changes broke the document lately: what they send is tried on a copy first. */
  suspects: Pick<Suspects, "waitMs" | "tried">;
  /** What the document takes in memory. Bytes. */
  decodedBytes(): number;
  reservations: Reservations;
  /** The id belongs to that person for good. */
  bound(clientId: number, personId: string): void;
  /** What the source sent could not be looked at; nothing of it was applied. */
  failed(source: FrameSource, cause: unknown): void;
  /** Applying failed half-way: the document cannot be trusted any more. */
  broken(cause: unknown, personId: string): void;
}

type Verdict =
  | { code: "apply"; author: Author; update: Uint8Array; scan: UpdateScan; relays: readonly number[] }
  /** `empty`: it holds nothing at all, so nothing of it can be waiting for the disk. */
  | { code: "nothing"; empty: boolean }
  | { code: "hold"; held: HeldFrame["frame"]; relays: readonly number[] }
  | { code: "bind"; clientIds: readonly number[] }
  /** Not to be looked at before. */
  | { code: "wait"; ms: number }
  /** To be looked at again, shorter. `refused`: what was left out is refused. */
  | { code: "trim"; update: Uint8Array; refused: boolean }
  | { code: "refuse"; reason: Exclude<RefusalReason, "missing-predecessor"> };

type Applied = Pick<Extract<Verdict, { code: "apply" }>, "update" | "scan" | "relays">;

/** Of what a held frame lacks, so much is remembered: people's frames lack what a few others wrote. */
const mostLacked = 100;
/** What a range of clocks takes in memory, and a client whose content somebody waits for. Bytes. */
const bytesOfRange = 64;
const bytesOfLacked = 300;

/** Whoever waits longer is looked at again in between. */
const longestWaitMs = 60_000;

/** Decides about every frame with content: who may write it, whether it is complete, and then applies it. */
export class Intake {
  readonly ids: ClientIds;
  readonly #counts: ClientCounts;
  readonly #clocks: ArticleClocks;
  readonly #parts: IntakeParts;
  readonly #doc: Y.Doc;
  readonly #holding = new Set<FrameSource>();
  /** By client: who holds frames that lack something of it, and from which clock on one of those may be complete. */
  readonly #awaited = new Map<number, Map<FrameSource, number>>();
  /** Ids on their way to the disk. */
  #bindings = 0;
  /** By `stop`, or because the document cannot be trusted any more. */
  #stopped = false;

  constructor(parts: IntakeParts, writers: readonly ClientWriter[]) {
    this.#parts = parts;
    this.#doc = parts.doc;
    this.ids = new ClientIds(parts.articleId, writers, parts.reservations);
    this.#counts = new ClientCounts(writers, parts.limits, parts.now);
    this.#clocks = new ArticleClocks(parts.doc, (personId, clientId) => this.ids.isOf(personId, clientId));
  }

  get isBinding(): boolean {
    return this.#bindings > 0;
  }

  get idle(): boolean {
    return this.#bindings === 0 && this.#holding.size === 0;
  }

  /**
   * Takes the frames of the source in turn, those first that it holds and that may be complete now. True when time was up
   * before all were decided.
   */
  work(source: FrameSource, deadline: number): boolean {
    while (source.mayRelease && !this.#stopped) if (!this.#releaseHeld(source, deadline)) return true;
    while (!source.blocked && !this.#stopped) {
      const next = source.next;
      if (!next) return source.mayRelease;
      const verdict = this.#examine(source, next);
      if (verdict.code === "apply") this.#apply(source, verdict, deadline);
      else this.#decide(source, next, verdict);
      if (performance.now() > deadline) return source.next !== undefined || source.mayRelease;
    }
    return false;
  }

  /** Nothing more is applied. */
  stop(): void {
    this.#stopped = true;
  }

  forget(source: FrameSource): void {
    this.#keep(source, []);
  }

  /** Applies held frames whose predecessors have come, one at least. False when time was up before all were looked at. */
  #releaseHeld(source: FrameSource, deadline: number): boolean {
    source.mayRelease = false;
    const { held } = source;
    const kept: HeldFrame[] = [];
    let at = 0;
    let done = true;
    for (const frame of held) {
      at++;
      if (!this.#mayBeComplete(frame)) kept.push(frame);
      else {
        if (!this.#release(source, frame)) kept.push(this.#lookedAt(frame));
        if (performance.now() > deadline && at < held.length) {
          done = false;
          source.mayRelease = true;
          break;
        }
      }
    }
    this.#keep(source, [...kept, ...held.slice(at)]);
    return done;
  }

  #mayBeComplete({ lacks }: HeldFrame): boolean {
    return (
      lacks.length === 0 || lacks.some(({ client, clock }) => Y.getState(this.#doc.store, client) >= clock)
    );
  }

  #lookedAt(held: HeldFrame): HeldFrame {
    return { ...held, lacks: lackedPredecessors(this.#doc, held.frame.scan, mostLacked) };
  }

  /** Content of that client has come: whoever waits for it is looked at in their turn. */
  #came({ client, to }: ClockRange): void {
    for (const [source, clock] of this.#awaited.get(client) ?? []) {
      if (clock > to || source.mayRelease) continue;
      source.mayRelease = true;
      this.#parts.wake(source);
    }
  }

  /**
   * Refuses what was asked for in vain. `allHeard`: nothing that came to the article waits to be looked at, which could be
   * what is lacked. The time of frames that are held begins anew otherwise.
   */
  expireHeld(allHeard: boolean): void {
    const now = this.#parts.now();
    const oldest = now - this.#parts.limits.heldMs;
    for (const source of this.#holding) {
      if (!allHeard) {
        for (const each of source.held) each.since = Math.max(now, each.since);
        continue;
      }
      for (const { frame, open, since } of source.held) {
        if (since > oldest) continue;
        open.needs = this.#parts.written();
        this.#refuse(source, frame.n, "missing-predecessor");
      }
      const kept = source.held.filter(({ since }) => since > oldest);
      if (kept.length < source.held.length) this.#keep(source, kept);
    }
  }

  /** Nothing that somebody sent throws, whatever Yjs makes of it: it is refused, and its source closed. */
  #examine(source: FrameSource, received: ReceivedFrame): Verdict {
    try {
      return this.#judge(source, received);
    } catch (cause) {
      // Once it has been told.
      queueMicrotask(() => this.#parts.failed(source, cause));
      return { code: "refuse", reason: "malformed" };
    }
  }

  #judge(source: FrameSource, received: ReceivedFrame): Verdict {
    const doc = this.#doc;
    const { update } = received;
    if (!source.mayWrite && (update?.length ?? 0) > this.#parts.limits.readerUpdateBytes)
      return { code: "refuse", reason: source.outdated ? "outdated" : "read-only" };
    if (received.scan === undefined) received.scan = update && scanUpdate(update);
    const { scan } = received;
    if (!update || !scan) return { code: "refuse", reason: "malformed" };
    if (scan.structs > this.#parts.limits.structs) return { code: "refuse", reason: "too-large" };
    if (hasTooManyRoots(doc, scan)) return { code: "refuse", reason: "malformed" };
    if (!source.mayWrite)
      return changesNothing(doc, scan)
        ? { code: "nothing", empty: false }
        : { code: "refuse", reason: source.outdated ? "outdated" : "read-only" };
    const news = newsOf(doc, scan);
    const { kind } = received;
    const { foreign, claims, relays } = this.ids.examine(kind, source.person.id, scan.brings, news);
    if (kind === "step2" && this.#isUnderForeignId(source))
      return { code: "refuse", reason: "foreign-client" };
    if (foreign.length > 0)
      return kind === "step2"
        ? { code: "trim", update: withoutClients(update, foreign), refused: true }
        : { code: "refuse", reason: "foreign-client" };
    if (news.length === 0 && scan.deletes.length === 0)
      return { code: "nothing", empty: scan.brings.length === 0 };
    if (
      !this.#parts.hasRoomFor(source, update, scan, news.length > 0) ||
      !this.#clocks.take(source.person.id, news)
    )
      return { code: "refuse", reason: "article-full" };
    if (overlaps(doc, news)) return { code: "trim", update: withoutKnown(doc, update, news), refused: false };
    if (news.length > 0 && !this.#parts.hasMemoryFor(source, update, scan))
      return { code: "refuse", reason: "too-fast" };
    const unknown = relays.filter((client) => !this.ids.relayed(client));
    if (claims.length + unknown.length > this.#parts.limits.newClients)
      return { code: "refuse", reason: "too-large" };
    if (claims.length + unknown.length > 0) {
      const reason = this.#counts.refusal(source.person.id, [...claims, ...unknown]);
      if (reason) return { code: "refuse", reason };
    }
    if (claims.length > 0) return { code: "bind", clientIds: claims };
    if (lacksPredecessors(doc, scan)) return { code: "hold", held: { ...received, update, scan }, relays };
    const wait = this.#parts.suspects.waitMs(this.#parts.articleId, source.person.id);
    if (wait !== null && wait > 0) return { code: "wait", ms: wait };
    if (wait !== null && !this.#try(source, update, scan)) return { code: "refuse", reason: "malformed" };
    // Also for words that they relay: the desk says who brought a change.
    return { code: "apply", author: source.person, update, scan, relays };
  }

  /**
   * Its tab writes under an id that is somebody else's. The clocks that the server tells are theirs, so that what the tab
   * wrote does not even come: whatever it says it has, its words are not here.
   */
  #isUnderForeignId({ announced, person }: FrameSource): boolean {
    return announced !== null && this.ids.isForeign(announced, person.id);
  }

  /** Whether a copy of the document takes the update. */
  #try(source: FrameSource, update: Uint8Array, scan: UpdateScan): boolean {
    const { articleId, decodedBytes, limits, now, suspects } = this.#parts;
    if (decodedBytes() > limits.triedBytes) return false;
    const startedAt = now();
    const taken = applies(this.#doc, update, { scan, limits });
    suspects.tried(articleId, source.person.id, now() - startedAt);
    return taken;
  }

  /** Applies frames of the source as one change, as far as they have one author and until the deadline; one at least. */
  #apply(source: FrameSource, first: Extract<Verdict, { code: "apply" }>, deadline: number): void {
    const origin: Origin = { source, author: first.author };
    let count = 0;
    let unfit: ReceivedFrame | null = null;
    this.#change(origin, () => {
      let verdict: Verdict = first;
      while (verdict.code === "apply" && verdict.author === origin.author && !unfit) {
        const { next } = source;
        if (!next) return;
        const outcome = this.#applyUpdate(verdict, origin);
        // What waits although all it names is there waits for itself, for ever.
        if (outcome !== "whole") unfit = next;
        source.dropNext();
        count++;
        if (!source.next || performance.now() > deadline) return;
        verdict = this.#examine(source, source.next);
      }
    });
    for (let i = 0; i < count; i++) source.received.note(this.#parts.written());
    if (unfit) this.#refuse(source, (unfit as ReceivedFrame).n, "malformed");
  }

  #decide(source: FrameSource, frame: ReceivedFrame, verdict: Exclude<Verdict, { code: "apply" }>): void {
    switch (verdict.code) {
      case "nothing":
        source.dropNext();
        source.received.note(verdict.empty ? 0 : this.#parts.written());
        return;
      case "refuse":
        source.dropNext();
        source.received.note(0);
        this.#refuse(source, frame.n, verdict.reason);
        return;
      case "trim":
        // Own words in it are taken; what it says in others' names is told to be refused.
        source.replaceNext(verdict.update);
        if (verdict.refused) this.#refuse(source, frame.n, "foreign-client");
        return;
      case "hold":
        source.dropNext();
        this.#hold(source, verdict);
        return;
      case "bind":
        source.blocked = true;
        this.#bind(source, verdict.clientIds);
        return;
      case "wait":
        source.blocked = true;
        this.#wakeLater(source, verdict.ms, () => {
          source.blocked = false;
        });
    }
  }

  /** `before`: called just before. */
  #wakeLater(source: FrameSource, ms: number, before: () => void): void {
    const wake = (): void => {
      before();
      if (!this.#stopped) this.#parts.wake(source);
    };
    setTimeout(wake, Math.min(ms, longestWaitMs)).unref();
  }

  /** One transaction. Should it fail, the document is given up. */
  #change(origin: Origin, change: () => void): void {
    try {
      this.#doc.transact(change, origin);
    } catch (cause) {
      this.#stopped = true;
      this.#parts.broken(cause, origin.source.person.id);
    }
  }

  /** `waits`: not all of it could be applied; `costly`: it was given up in the middle. */
  #applyUpdate({ update, scan, relays }: Applied, origin: Origin): "whole" | "waits" | "costly" {
    const { articleId, queue, limits } = this.#parts;
    const relayedBy = origin.source.person.id;
    for (const clientId of relays) {
      this.#counts.add(relayedBy, clientId);
      if (this.ids.relay(clientId, relayedBy))
        queue.add({ kind: "relayed", articleId, clientId, relayedBy }, () => {});
    }
    this.#parts.takes(origin.source, update, scan);
    try {
      applyBounded(this.#doc, update, { scan, limits, origin });
    } catch (cause) {
      if (!(cause instanceof CostlyUpdate)) throw cause;
      this.#dropPending();
      origin.source.charge(limits.costlyCost);
      return "costly";
    } finally {
      if (this.#awaited.size > 0) scan.brings.forEach((range) => this.#came(range));
    }
    return this.#dropPending() ? "waits" : "whole";
  }

  #dropPending(): boolean {
    const { store } = this.#doc;
    if (!store.pendingStructs && !store.pendingDs) return false;
    store.pendingStructs = null;
    store.pendingDs = null;
    return true;
  }

  /** Only once the ids are known on disk to be that person's does a word of them go anywhere. */
  #bind(source: FrameSource, clientIds: readonly number[]): void {
    const { articleId, queue } = this.#parts;
    const personId = source.person.id;
    let left = clientIds.length;
    this.#bindings += left;
    for (const clientId of clientIds) {
      this.#counts.add(personId, clientId);
      queue.add({ kind: "writer", articleId, clientId, personId }, () => {
        this.ids.bind(clientId, personId);
        this.#parts.bound(clientId, personId);
        this.#bindings--;
        if (--left > 0) return;
        source.blocked = false;
        this.#parts.wake(source);
      });
    }
  }

  #hold(source: FrameSource, { held, relays }: Extract<Verdict, { code: "hold" }>): void {
    const open = source.received.hold();
    const { heldFrames, heldBytes, personHeldBytes } = this.#parts.limits;
    const bytes = bytesHeld(held);
    const ofPerson = bytes + source.shared.heldBytes;
    if (
      source.held.length >= heldFrames ||
      heldBytesOf(source.held) + bytes > heldBytes ||
      ofPerson > personHeldBytes
    ) {
      open.needs = this.#parts.written();
      this.#refuse(source, held.n, "missing-predecessor");
      return;
    }
    const frame = held;
    if (held.kind === "step2" && !this.#applyWhatFits(source, { ...frame, relays })) {
      open.needs = this.#parts.written();
      this.#refuse(source, held.n, "malformed");
      return;
    }
    const lacks = lackedPredecessors(this.#doc, frame.scan, mostLacked);
    const heldFrame = { frame, bytes, open, since: this.#parts.now(), lacks };
    source.held.push(heldFrame);
    source.shared.heldBytes += bytes;
    this.#await(source, heldFrame);
    this.#holding.add(source);
    source.askAgain(() => Y.encodeStateVector(this.#doc));
  }

  /**
   * After a crash two pages may each hold words that build on the other's: each brings its own, and neither is
   * complete before the other. False when it was given up in the middle.
   */
  #applyWhatFits(source: FrameSource, applied: Applied): boolean {
    const origin: Origin = { source, author: source.person };
    let fits = true;
    this.#change(origin, () => {
      fits = this.#applyUpdate(applied, origin) !== "costly";
    });
    return fits;
  }

  /** True when the frame is decided. */
  #release(source: FrameSource, held: HeldFrame): boolean {
    const { frame, open } = held;
    const verdict = this.#examine(source, frame);
    switch (verdict.code) {
      case "apply":
        if (!this.#applyWhatFits(source, verdict)) this.#refuse(source, frame.n, "malformed");
        break;
      case "refuse":
        this.#refuse(source, frame.n, verdict.reason);
        break;
      case "hold":
        if (frame.kind !== "step2" || this.#applyWhatFits(source, { ...frame, relays: verdict.relays }))
          return false;
        this.#refuse(source, frame.n, "malformed");
        break;
      case "trim":
        if (!verdict.refused) return this.#releaseShorter(source, held, verdict.update);
        this.#refuse(source, frame.n, "foreign-client");
        break;
      case "bind":
        // Its ids were settled when it came; somebody else has claimed one since.
        this.#refuse(source, frame.n, "foreign-client");
        break;
      case "wait":
        // Nothing it lacks comes any more: it is looked at again by then, and not refused before.
        held.since = this.#parts.now() + verdict.ms;
        this.#wakeLater(source, verdict.ms, () => {
          source.mayRelease = true;
        });
        return false;
      case "nothing":
        break;
    }
    open.needs = this.#parts.written();
    return true;
  }

  #releaseShorter(source: FrameSource, held: HeldFrame, update: Uint8Array): boolean {
    const scan = scanUpdate(update);
    if (scan) held.frame = { ...held.frame, update, scan };
    return scan ? this.#release(source, held) : false;
  }

  #refuse(source: FrameSource, n: number, reason: RefusalReason): void {
    this.#parts.meter.frameRefused(reason);
    source.refuse(n, reason);
  }

  #await(source: FrameSource, { lacks }: HeldFrame): void {
    for (const { client, clock } of lacks) {
      const awaiting = this.#awaited.get(client) ?? new Map<FrameSource, number>();
      this.#awaited.set(client, awaiting.set(source, Math.min(clock, awaiting.get(source) ?? clock)));
    }
  }

  #keep(source: FrameSource, held: HeldFrame[]): void {
    for (const { lacks } of source.held)
      for (const { client } of lacks) {
        const awaiting = this.#awaited.get(client);
        if (awaiting?.delete(source) && awaiting.size === 0) this.#awaited.delete(client);
      }
    source.shared.heldBytes += heldBytesOf(held) - heldBytesOf(source.held);
    source.held = held;
    for (const each of held) this.#await(source, each);
    if (held.length > 0) this.#holding.add(source);
    else this.#holding.delete(source);
  }
}

const heldBytesOf = (held: readonly HeldFrame[]): number => held.reduce((sum, { bytes }) => sum + bytes, 0);

/** What it takes in memory. Bytes. */
const bytesHeld = ({ update, scan }: HeldFrame["frame"]): number =>
  update.length +
  bytesOfRange * (scan.brings.length + scan.needs.size + scan.deletes.length) +
  bytesOfLacked * Math.min(mostLacked, scan.brings.length + scan.needs.size);

/** Of shared types that no article has, nothing is ever let go of while the document is in memory. */
function hasTooManyRoots(doc: Y.Doc, { foreignRoots }: UpdateScan): boolean {
  if (foreignRoots.size === 0) return false;
  const all = new Set(foreignRoots);
  for (const name of doc.share.keys()) if (!sharedTypeNames.has(name)) all.add(name);
  return all.size > maxForeignRoots;
}
