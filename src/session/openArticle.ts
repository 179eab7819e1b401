import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { createStore } from "zustand/vanilla";
import { documentVersion } from "../domain/article/document.ts";
import {
  type ArticleEvent,
  closeCodes,
  type Hello,
  heartbeatMs,
  maxFrameBytes,
  maxHandInBytes,
  refusalReasons,
} from "../domain/protocol/sync.ts";
import { isAwaited } from "./awaited.ts";
import { encodeStep2, readContentFrame, type SocketClass } from "./frames.ts";
import { handIn, handInAll } from "./handIn.ts";
import { openLine } from "./line.ts";
import { cameFromCopy, type OfflineCopy, openOfflineCopy } from "./offlineCopy.ts";
import { refusedWords } from "./refusedWords.ts";
import {
  emptyLedger,
  type SaveEvent,
  saveState,
  settle,
  stallMs,
  unsettledChanges,
  waitingSince,
} from "./saveLedger.ts";
import type { ArticleSession, Ending, SessionState } from "./sessionState.ts";
import { leavesWithoutAsking } from "./signOut.ts";
import { forgetUnsent, openUnsentCount, type UnsentCount } from "./unsentCount.ts";

export interface OpenArticleOptions {
  articleId: string;
  personId: string;
  /** `https://desk.example`; default: where the page came from. */
  serverUrl?: string;
  /** Default: the browser's own. */
  platform?: { WebSocket: SocketClass; fetch: typeof fetch };
}

/** How long a closing session waits for the acks of what it has sent. Milliseconds. */
const lingerMs = 1_000;
/** Smallest limit that a server's 1009 brings the frames down to. Bytes. */
const leastFrameBytes = 64 * 1024;
/** After so many attempts in a row, words whose predecessors never come are given back to their person. */
const mostResyncs = 5;
const firstResyncMs = 500;
const longestResyncMs = 30_000;
const hurriedResyncMs = 200;

/** Opens an article for one person in this tab: the document, its line to the server, and its offline copy. */
export function openArticle(options: OpenArticleOptions): ArticleSession {
  const { articleId, personId } = options;
  const origin = options.serverUrl ?? location.origin;
  const platform = options.platform ?? { WebSocket, fetch: (input, init) => fetch(input, init) };

  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const state = createStore<SessionState>()(() => ({
    phase: "loading",
    save: saveState(emptyLedger, null, true),
    mayWrite: false,
    person: null,
    documentVersion: null,
    outdated: false,
    ended: null,
    refusal: null,
    offlineCopy: "kept",
    trashed: null,
  }));

  let ledger = emptyLedger;
  let tried = false;
  /** Resolves once the first attempt to connect has succeeded or failed. */
  let firstTryOver: () => void = () => {};
  const firstTry = new Promise<void>((resolve) => {
    firstTryOver = resolve;
  });
  let destroyed = false;
  let copy: OfflineCopy | null = null;
  let count: UnsentCount | null = null;
  let stallTimer: ReturnType<typeof setTimeout> | undefined;
  let resyncTimer: ReturnType<typeof setTimeout> | undefined;

  /** The server said on this connection that it speaks to this person; before that no word goes out. */
  let greeted = false;
  let writePermission = false;
  let dismissed = false;
  let resyncs = 0;
  let hurried = false;
  let handingIn = false;
  let frameLimit = maxFrameBytes;
  let handInLimit = maxHandInBytes;
  let largestSent = 0;
  /** What a deliberate step 2 holds; null while only the provider sends. */
  let deliberate: "step2" | "own" | null = null;
  const ownClients = new Set([doc.clientID]);
  const inFlight = new Map<number, { frame: "step2" | "own" | "update"; update: Uint8Array }>();
  const refusedUpdates: Uint8Array[] = [];

  const book = (event: SaveEvent): void => {
    ledger = settle(ledger, event);
    publish();
  };

  const publish = (): void => {
    const { save, ended } = state.getState();
    const next = saveState(ledger, ended, !tried);
    if (JSON.stringify(next) !== JSON.stringify(save)) state.setState({ save: next });
    if (next.kind === "saved") {
      resyncs = 0;
      copy?.dropClientIds();
    }
    count?.set(unsettledChanges(ledger));
    watchForStall();
  };

  const watchForStall = (): void => {
    clearTimeout(stallTimer);
    const since = waitingSince(ledger);
    if (since === null || destroyed) return;
    const wait = ledger.stalled ? 2_000 : Math.max(0, since + stallMs - performance.now());
    stallTimer = setTimeout(() => {
      book({ kind: "tick", at: performance.now() });
      // Not even heartbeats: the line is dead, not the server's disk.
      if (ledger.stalled && line.silentMs() > heartbeatMs + 2_000) line.restart();
    }, wait);
  };

  /** Changes the state together with what it means for writing, so that nobody sees one without the other. */
  const permit = (changes: Partial<SessionState>): void =>
    state.setState((now) => {
      const { outdated, trashed, ended } = { ...now, ...changes };
      const shut = ended === "forbidden" || ended === "not-found" || ended === "deleted";
      const mayWrite = writePermission && !outdated && !trashed && !shut && !ledger.anyRefused;
      return { ...changes, mayWrite };
    });

  const end = (ended: Ending): void => {
    clearTimeout(resyncTimer);
    line.stop();
    const phase = state.getState().phase === "ready" ? "ready" : "failed";
    const isGivenBack = ended === "deleted" && unsettledChanges(ledger) > 0;
    const text = isGivenBack ? refusedWords(doc, [allOwnWords()]) : "";
    permit({
      ended,
      phase,
      save: saveState(ledger, ended, false),
      ...(text === "" ? {} : { refusal: { reason: "deleted", text } }),
    });
  };

  const noteCopy = (): void => {
    const known = state.getState().documentVersion;
    if (known !== null) copy?.markComplete({ mayWrite: writePermission, documentVersion: known });
  };

  const refuse = (reason: string, updates: Uint8Array[]): void => {
    refusedUpdates.push(...updates, ...[...inFlight.values()].map(({ update }) => update));
    const known = refusalReasons.find((each) => each === reason) ?? "malformed";
    const first = state.getState().refusal?.reason ?? known;
    // Where the server has another's words under this tab's id, it says that it lacks none of the tab's.
    const text =
      refusedWords(doc, refusedUpdates) ||
      (known === "foreign-client" ? refusedWords(doc, [allOwnWords()]) : "");
    permit({ refusal: dismissed ? null : { reason: first, text } });
  };

  const sendStep2 = (holds: "step2" | "own", update: Uint8Array): void => {
    if (!ledger.open || !greeted) return;
    deliberate = holds;
    line.send(encodeStep2(update));
    deliberate = null;
  };

  const resyncAfter = (waitMs: number): void => {
    clearTimeout(resyncTimer);
    resyncTimer = setTimeout(() => {
      hurried = false;
      sendStep2("step2", Y.encodeStateAsUpdate(doc, line.serverVector()));
    }, waitMs);
  };

  const resyncSoon = (): void => resyncAfter(Math.min(longestResyncMs, firstResyncMs * 2 ** resyncs++));

  /** What comes in may be what was lacking. */
  const hurryResync = (): void => {
    if (!ledger.lacking || hurried) return;
    hurried = true;
    resyncAfter(hurriedResyncMs);
  };

  /**
   * After a crash this document may hold words of colleagues that were on their way to the disk. The server takes
   * them from nobody but their writers, so the own words go without them until they are there again.
   */
  const ownWords = (): Uint8Array => {
    const vector = Y.decodeStateVector(line.serverVector() ?? Y.encodeStateVector(new Map()));
    const { pendingStructs } = doc.store;
    // Words that wait here for others before them go along with an update, too.
    const waiting = pendingStructs ? Y.parseUpdateMetaV2(pendingStructs.update).to : [];
    for (const [client, clock] of [...Y.decodeStateVector(Y.encodeStateVector(doc)), ...waiting])
      if (!ownClients.has(client)) vector.set(client, clock);
    return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(vector));
  };

  const allOwnWords = (): Uint8Array => {
    const vector = Y.decodeStateVector(Y.encodeStateVector(doc));
    for (const client of ownClients) vector.delete(client);
    return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(vector));
  };

  const sendOwnWords = (): void => {
    sendStep2("own", ownWords());
    resyncSoon();
  };

  /** A step 2 afterwards lets the acks say that what went by HTTP is settled. */
  const handInChanges = async (holds: "step2" | "own" = "step2"): Promise<void> => {
    if (handingIn) return;
    handingIn = true;
    const outcome = await handInAll({
      doc,
      lacking: holds === "own" ? ownWords() : Y.encodeStateAsUpdate(doc, line.serverVector()),
      isOwn: (from) => from !== line.origin,
      post: (update) => handIn(platform.fetch, origin, articleId, update),
      limits: () => ({ frame: frameLimit, handIn: handInLimit }),
      goOn: () => !destroyed && ledger.open,
    });
    handingIn = false;
    if (destroyed) return;
    if (outcome.code === "refused") {
      // As on the socket: words of colleagues that a crash took are theirs to bring, and own ones that build on
      // them wait for that.
      const foreign = outcome.reason === "foreign-client" && holds === "step2";
      const later = outcome.reason === "missing-predecessor";
      if (foreign || later) book({ kind: "lacks" });
      if (foreign) await handInChanges("own");
      else if (later) resyncSoon();
      else {
        book({ kind: "refused-loose" });
        refuse(outcome.reason, [outcome.update]);
      }
    } else if (outcome.code === "ok") {
      sendStep2(holds, outcome.rest);
      if (holds === "own") resyncSoon();
    } else if (outcome.code !== "given-up" && state.getState().ended === null) end(outcome.code);
  };

  const mayPass = (bytes: Uint8Array): boolean => {
    const content = readContentFrame(bytes);
    if (!content) return true;
    // The step 2 to come carries this change too.
    if (!greeted || handingIn || (content.frame === "update" && ledger.handOver === 0)) return false;
    if (bytes.length > frameLimit) {
      void handInChanges();
      return false;
    }
    // What is lacking was asked for again; only the own timer offers it anew.
    if (ledger.lacking && content.frame === "step2" && !deliberate) return false;
    largestSent = Math.max(largestSent, bytes.length);
    book({ kind: "sent", frame: deliberate ?? content.frame, at: performance.now() });
    inFlight.set(ledger.sent, { frame: deliberate ?? content.frame, update: content.update });
    return true;
  };

  const hello = ({ person, may, limits, ...said }: Hello): void => {
    if (person.id !== personId) {
      end("other-person");
      return;
    }
    greeted = true;
    writePermission = may.write;
    frameLimit = Math.min(frameLimit, limits.maxFrameBytes);
    handInLimit = limits.maxHandInBytes;
    awareness.setLocalStateField("user", person);
    permit({
      person,
      documentVersion: said.documentVersion,
      outdated: said.documentVersion > documentVersion,
      ended: null,
    });
  };

  const news = (event: ArticleEvent): void => {
    if (event.kind === "permission") writePermission = event.may.write;
    permit(
      event.kind === "permission" ? {} : { trashed: event.kind === "trashed" ? { by: event.by } : null },
    );
    if (state.getState().phase === "ready") noteCopy();
  };

  const refused = (n: number, reason: string): void => {
    const sent = inFlight.get(n);
    const foreign = reason === "foreign-client" && sent?.frame === "step2";
    const later = reason === "too-fast" || reason === "missing-predecessor";
    const hopeless = later && !ledger.lacking && resyncs >= mostResyncs;
    if (ledger.anyRefused || hopeless || !(foreign || later || reason === "too-large")) {
      book({ kind: "refused", n });
      refuse(reason, sent ? [sent.update] : []);
    } else {
      book({ kind: "returned", n });
      if (foreign) sendOwnWords();
      else if (later) resyncSoon();
      else void handInChanges();
    }
  };

  // Before the provider, which sends the change: it must be in the books first.
  let wrote = false;
  doc.on("update", (_update: Uint8Array, from: unknown) => {
    if (from === line.origin || cameFromCopy(from)) return;
    if (!wrote) copy?.addClientId(doc.clientID);
    wrote = true;
    book({ kind: "edited", changes: 1 });
  });

  const line = openLine(
    doc,
    awareness,
    `${origin.replace(/^http/, "ws")}/sync`,
    articleId,
    platform.WebSocket,
    {
      opened() {
        firstTryOver();
        book({ kind: "opened" });
      },
      closed(code) {
        tried = true;
        firstTryOver();
        greeted = false;
        hurried = false;
        clearTimeout(resyncTimer);
        inFlight.clear();
        if (code === closeCodes.tooLarge)
          frameLimit = Math.max(leastFrameBytes, Math.min(frameLimit, largestSent - 1));
        book({ kind: "closed" });
      },
      ended: end,
      hello,
      received() {
        book({ kind: "received", at: performance.now() });
        hurryResync();
      },
      synced() {
        state.setState({ phase: "ready" });
        book({ kind: "synced" });
        noteCopy();
      },
      acked(n, stored) {
        for (const frame of inFlight.keys()) if (frame <= n) inFlight.delete(frame);
        book({ kind: "acked", n, stored, at: performance.now() });
      },
      refused,
      news,
      mayPass,
    },
  );

  const start = async (): Promise<void> => {
    copy = await openOfflineCopy(personId, articleId, doc, (offlineCopy) =>
      state.setState({ offlineCopy }),
    ).catch(() => null);
    if (destroyed) {
      firstTryOver();
      return;
    }
    if (!copy) state.setState({ offlineCopy: "unavailable" });
    count = openUnsentCount(personId, articleId, copy !== null);
    for (const clientId of copy?.clientIds ?? []) ownClients.add(clientId);
    if (count.inherited > 0) book({ kind: "edited", changes: count.inherited });
    if (copy?.note) {
      writePermission = copy.note.mayWrite;
      const version = copy.note.documentVersion;
      permit({ phase: "ready", documentVersion: version, outdated: version > documentVersion });
    }
    line.connect();
  };

  const leaving = (event: BeforeUnloadEvent): void => {
    if (leavesWithoutAsking()) return;
    count?.flush();
    if (state.getState().offlineCopy !== "kept" && unsettledChanges(ledger) > 0) event.preventDefault();
  };
  const page = typeof window === "undefined" ? null : window;
  page?.addEventListener("beforeunload", leaving);
  const started = start();

  const settledOrLate = async (): Promise<void> => {
    if (!ledger.open || unsettledChanges(ledger) === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lingerMs);
      state.subscribe(() => {
        if (ledger.open && unsettledChanges(ledger) > 0) return;
        clearTimeout(timer);
        resolve();
      });
    });
  };

  const close = async (discard: boolean): Promise<void> => {
    if (destroyed) return;
    destroyed = true;
    page?.removeEventListener("beforeunload", leaving);
    clearTimeout(stallTimer);
    clearTimeout(resyncTimer);
    await started;
    if (!discard) {
      await Promise.race([firstTry, new Promise((resolve) => setTimeout(resolve, lingerMs))]);
      await settledOrLate();
    }
    if (ledger.open && unsettledChanges(ledger) === 0 && !isAwaited(articleId)) line.leave();
    line.destroy();
    if (discard) count?.set(0);
    count?.close();
    await (discard ? copy?.erase() : copy?.close());
    if (discard) forgetUnsent(personId, articleId);
    doc.destroy();
  };

  return {
    articleId,
    doc,
    awareness,
    state,
    connect() {
      const { phase } = state.getState();
      permit({
        ended: null,
        phase: phase === "failed" ? "loading" : phase,
        save: saveState(ledger, null, !tried),
      });
      line.connect();
    },
    dismissRefusal() {
      dismissed = true;
      state.setState({ refusal: null });
    },
    discardLocal: () => close(true),
    destroy: () => close(false),
  };
}
