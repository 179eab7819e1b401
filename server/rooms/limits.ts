import { getHeapStatistics } from "node:v8";
import {
  heartbeatMs,
  maxArticleBytes,
  maxFrameBytes,
  maxHandInBytes,
} from "../../src/domain/protocol/sync.ts";
import { filesForConnections } from "../openFiles.ts";
import { mostReservations } from "../storage/articleLog.ts";

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/**
 * Sockets of articles in all, of one person whose role may write, and of one whose role only reads. Each costs the server
 * memory and a file: of those that there are for connections, one person takes a quarter at most, and all of them leave
 * a quarter for everything else that is asked. Beyond, the newest is closed.
 */
export function socketShares(files: number) {
  const quarter = Math.floor(files / 4);
  return {
    sockets: files - quarter,
    writerSockets: Math.min(4_000, quarter),
    readerSockets: Math.min(60, quarter),
  };
}

/** What one connection may cost the others, and how long things take. Bytes and milliseconds. */
export const defaultLimits = {
  frameBytes: maxFrameBytes,
  handInBytes: maxHandInBytes,
  /**
   * An article takes nothing in beyond it but deletions: bytes of it as one update, and pieces, each about a quarter of a
   * kilobyte in memory. How often one that is about full is weighed anew.
   */
  articleBytes: maxArticleBytes,
  articlePieces: 500_000,
  /**
   * What all documents in memory may take together, and the part of it that one person may have open, where their role
   * only reads and where it writes: beyond, articles are not opened. Bytes.
   */
  decodedBytes: getHeapStatistics().heap_size_limit / 2,
  readerShare: 1 / 8,
  writerShare: 1 / 2,
  weighEveryMs: 5_000,
  ...socketShares(filesForConnections()),
  /** The same of one person in one article: in a full room each costs everybody's time. */
  writerSocketsInArticle: 500,
  readerSocketsInArticle: 20,
  /** Client ids of one person's tabs that have told one and not written yet, in all articles. */
  reservedIds: mostReservations,
  /** Reading from a socket pauses when it sends faster; nothing is lost. */
  bytesPerSecond: 8 * mebibyte,
  /** The same for who may not write: there is little to say, and they may have many sockets. */
  readerBytesPerSecond: 512 * kibibyte,
  /**
   * The same for all sockets of one person together. There a frame counts half a kilobyte at least where it has content:
   * reading one takes some microseconds.
   */
  leastPersonFrameCost: kibibyte / 2,
  personBytesPerSecond: 64 * mebibyte,
  readerPersonBytesPerSecond: 4 * mebibyte,
  /**
   * What is stored of one person, in all articles and by whatever way it comes: beyond, what they send waits for its turn,
   * and is not read once much of it does; nothing is lost. A day of typing is a megabyte, an article 16 at most.
   */
  storedBytesPerSecond: kibibyte * 256,
  storedBytesAtOnce: 64 * mebibyte,
  /** Frames that one message may come in: beyond, the socket is closed. A browser sends 4 MB in some 30. */
  fragments: 256,
  /**
   * What came on all sockets of one person and was not parsed, or belongs to messages that are not whole yet: beyond, the
   * socket is closed.
   */
  unfinishedBytes: 128 * mebibyte,
  readerUnfinishedBytes: 8 * mebibyte,
  /** What a frame counts at least, so that a flood of tiny ones is a flood too; with content, and any other. */
  leastFrameCost: 64,
  leastOtherCost: 2 * kibibyte,
  /** What a refused frame counts on top: looking through it was for nothing. */
  refusedCost: 8 * kibibyte,
  /** Received but not worked on yet: above it reading pauses. */
  queuedBytes: mebibyte,
  /** The same of all sockets of one person together: beyond, the socket is closed. */
  personQueuedBytes: 128 * mebibyte,
  readerPersonQueuedBytes: 8 * mebibyte,
  /** A longer change of somebody who may not write is refused without a look: a stock client's says nothing new. */
  readerUpdateBytes: 64 * kibibyte,
  /** Longest the rooms work, all together, before the rest of the server has its turn. */
  turnMs: 8,
  /**
   * Merging what somebody sent, answering them and opening articles for them takes the main thread from everybody. Its
   * person rests so many times as long, on all of their sockets; but not for what took no longer than `freeMs`, which is
   * more than a turn, and not before the rest has come to `restGraceMs`.
   */
  restTimes: 4,
  freeMs: 12,
  restGraceMs: 1_000,
  /** A reader that is behind by more gets no presence until it has caught up… */
  behindBytes: mebibyte,
  /** …is closed beyond this (a large answer on top), or after so long above the former. */
  farBehindBytes: 8 * mebibyte,
  behindMs: 10_000,
  leastTakenBytesPerMs: 32,
  /** A longer state vector is not read: its sender gets everything, as one who has nothing. */
  vectorBytes: 256 * kibibyte,
  /** Who asks for what it lacks gets the first answer at once, and the next one not before. */
  answerEveryMs: 1_000,
  /**
   * Answers to a step 1 that the sockets of one person, together, have not taken: beyond, the next one waits, and its
   * socket is closed after so long. Of somebody who writes, and of somebody who only reads.
   */
  writerAnswersBytes: 128 * mebibyte,
  readerAnswersBytes: 16 * mebibyte,
  answerWaitMs: 60_000,
  /** Client ids that one frame may bring for the first time, its sender's own or those of unknown writers. */
  newClients: 1_000,
  /**
   * Client ids of an article, each of a tab that wrote in it; those that one person brought, and may bring in a minute.
   * With so many a change costs 8 ms.
   */
  articleClients: 20_000,
  personClients: 10_000,
  newClientsAMinute: 2_000,
  /** Pieces in one update: each costs some microseconds and a quarter of a kilobyte. A paper of 260,000 keys has 11,000. */
  structs: 200_000,
  /**
   * Items that Yjs passes while it merges one update, beyond one for each of its pieces, and all of an article; pieces
   * that an update's deletions move. Two people who wrote 20,000 times each while apart come to 10 and 160 million; two who
   * each began 500 paragraphs at one and the same place, to 250,000. 500,000 take some tenths of a second.
   */
  passedItems: 500_000,
  passedInArticle: 2_000_000,
  /** However much the article has seen, an update may pass so many: nobody can have honest merges refused by using them up. */
  passedAnyway: 50_000,
  movedPieces: 200_000_000,
  /** What an update beyond these counts on top of its bytes. */
  costlyCost: 16 * mebibyte,
  /**
   * Whose changes broke a document is a suspect there for so long. Each of their changes is tried on a copy of the
   * document, of at most so many bytes in memory (larger: it is refused), and so many times as long as the try took must
   * pass before the next.
   */
  suspectMs: 600_000,
  triedBytes: 16 * mebibyte,
  tryRest: 20,
  /** Presence of one client, and of one who may not write: a name and a caret. */
  presenceBytes: 4 * kibibyte,
  readerPresenceBytes: 2 * kibibyte,
  /** Frames whose predecessors are missing, for each connection. */
  heldFrames: 100,
  heldBytes: 4 * mebibyte,
  /** The same for all sockets of one person together. */
  personHeldBytes: 64 * mebibyte,
  heldMs: 5_000,
  askAgainMs: 500,
  heartbeatMs,
  pingMs: 25_000,
  recheckMs: 60_000,
  /** A page that went and is not back by then was closed, not loaded again. */
  pageGoneMs: 60_000,
  /** How long an article without anybody stays in memory. */
  idleMs: 10_000,
  /** Between two looks at all connections. */
  tickMs: 1_000,
  handInMs: 30_000,
  /** The log is folded into a snapshot once it has so many rows, and so many bytes, beside what the snapshot has. */
  compactRows: 200,
  compactBytes: 16 * kibibyte,
  closeMs: 8_000,
};
export type Limits = typeof defaultLimits;

/** In rooms of so many connections one update is much to send. */
export const fullRoom = 30;
/**
 * While a crowd comes back to a full room, updates wait for those who are still to come: they get them with the answer
 * to their step 1. So long after the last one came, and so long then. Milliseconds.
 */
export const crowdComes = { afterMs: 20, waitMs: 40 };
/** Between two rounds of presence: the last state of each always goes out. Milliseconds. */
export const presenceEveryMs = (connections: number): number => Math.min(230, Math.max(50, connections * 5));
/** Until readers learn that what they were sent is committed. Milliseconds. */
export const tellStoredMs = (connections: number): number => Math.min(500, Math.max(40, connections * 2));
/** All rooms tell them at the same ticks: the process wakes up once for many. Milliseconds. */
export const tellTickMs = 20;
