import { stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RoomsMeter, RoomsState } from "./rooms/meter.ts";

/**
 * The server's numbers for Prometheus: base units, `_total` for what only grows. What each means, and when to worry:
 * docs/operating.md. Labels are from closed sets, so that nobody outside can make new series.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly meter: RoomsMeter;
  /** Errors that nobody caught. */
  readonly unexpectedErrors: Counter<"kind">;
  readonly #requests: Histogram<"method" | "route" | "status">;
  readonly #gauges = new Map<string, Gauge>();

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    for (const name of fallingTotals) this.registry.removeSingleMetric(name);
    this.#requests = new Histogram({
      name: "foureyes_http_request_duration_seconds",
      help: "How long requests took, by route and status",
      labelNames: ["method", "route", "status"] as const,
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    });
    const counter = <Label extends string>(
      name: string,
      help: string,
      ...labelNames: Label[]
    ): Counter<Label> => new Counter({ name: `foureyes_${name}_total`, help, labelNames, registers });
    const histogram = (name: string, help: string, buckets: number[]): Histogram =>
      new Histogram({ name: `foureyes_${name}_seconds`, help, buckets, registers });

    const commits = histogram(
      "commit_duration",
      "From handing a group of changes to the log until it is durable",
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    );
    const lag = histogram(
      "ack_lag",
      "From taking a change in until it is durable and acknowledged",
      [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.5, 1, 5, 30],
    );
    const compactions = histogram(
      "compaction_duration",
      "How long folding an article's log into a snapshot took",
      [0.005, 0.02, 0.1, 0.5, 2, 10],
    );
    const rows = counter("log_rows_written", "Rows committed to the log of articles");
    const failures = counter("commit_failures", "Groups of changes that had to be tried again", "code");
    const refused = counter("frames_refused", "Changes that were refused, told to their page", "reason");
    const closed = counter("sockets_closed", "Sockets that the server closed", "reason");
    const compactionFailures = counter("compaction_failures", "Articles that could not be compacted");
    const recovered = counter(
      "snapshots_recovered",
      "Damaged snapshots that were made again from earlier rows",
    );
    this.unexpectedErrors = counter("unexpected_errors", "Errors that nothing in the server caught", "kind");
    this.meter = {
      committed: (entries, durationMs) => {
        commits.observe(durationMs / 1000);
        rows.inc(entries);
      },
      stored: (lagMs) => lag.observe(lagMs / 1000),
      commitFailed: (code) => failures.inc({ code }),
      frameRefused: (reason) => refused.inc({ reason }),
      socketClosed: (reason) => closed.inc({ reason }),
      compacted: (durationMs) => compactions.observe(durationMs / 1000),
      compactionFailed: () => compactionFailures.inc(),
      snapshotRecovered: () => recovered.inc(),
    };
    for (const [name, help] of Object.entries(gauges))
      this.#gauges.set(name, new Gauge({ name: `foureyes_${name}`, help, registers }));
  }

  requestAnswered(labels: { method: string; route: string; status: number }, durationMs: number): void {
    this.#requests.observe(labels, durationMs / 1000);
  }

  /** Everything as Prometheus reads it, with what rooms and the disk hold at this moment. */
  async text(rooms: RoomsState, disk: DiskUse): Promise<string> {
    const now: Record<string, number> = {
      connections: rooms.connections,
      rooms: rooms.rooms,
      send_buffered_bytes: rooms.behindBytes,
      receive_buffered_bytes: rooms.queuedBytes,
      uncommitted_rows: rooms.waitingEntries,
      log_rows: rooms.uncompactedRows,
      articles_quarantined: rooms.quarantined,
      commits_failing: rooms.trouble === null ? 0 : 1,
      database_bytes: disk.databaseBytes,
      database_wal_bytes: disk.walBytes,
      disk_free_bytes: disk.freeBytes,
    } satisfies Record<keyof typeof gauges, number>;
    for (const [name, value] of Object.entries(now)) this.#gauges.get(name)?.set(value);
    return this.registry.metrics();
  }
}

/** Sums that the library calls totals although they fall; the same by kind, `nodejs_active_handles` for one, stay. */
const fallingTotals = [
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
  "nodejs_active_resources_total",
] as const;

const gauges = {
  connections: "Open sockets",
  rooms: "Articles in memory with somebody in them, or just left",
  send_buffered_bytes: "Sent to readers who have not taken it yet",
  receive_buffered_bytes: "Received and not worked on yet",
  uncommitted_rows: "Taken in and not durable yet",
  log_rows: "Rows of open articles that no snapshot holds yet",
  articles_quarantined: "Articles found damaged, which stay closed",
  commits_failing: "1 while changes cannot be made durable",
  database_bytes: "Size of foureyes.db",
  database_wal_bytes: "Size of foureyes.db-wal",
  disk_free_bytes: "Free on the disk of DATA_DIR",
} as const;

export interface DiskUse {
  databaseBytes: number;
  walBytes: number;
  freeBytes: number;
}

/** Sizes of the database's files, and what is free beside them. */
export async function diskUse(databaseFile: string): Promise<DiskUse> {
  const sizeOf = (file: string): Promise<number> =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    );
  const [databaseBytes, walBytes, { bavail, bsize }] = await Promise.all([
    sizeOf(databaseFile),
    sizeOf(`${databaseFile}-wal`),
    statfs(dirname(databaseFile)),
  ]);
  return { databaseBytes, walBytes, freeBytes: bavail * bsize };
}
