import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { ArticleLogFile } from "./articleLogFile.ts";
import { startForgettingReservations } from "./clientReservations.ts";
import { openDatabase } from "./database.ts";

const dayMs = 24 * 3600 * 1000;

it("reservations end after a month", () => {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-reservations-"));
  const { sqlite, close } = openDatabase(folder);
  onTestFinished(() => {
    close();
    rmSync(folder, { recursive: true });
  });
  const log = new ArticleLogFile(sqlite);
  const reserve = (clientId: number, personId: string): void =>
    log.commit([{ kind: "reserved", articleId: "flood", clientId, personId }]);
  for (const clientId of [1, 2, 3, 4]) reserve(clientId, "anna");
  reserve(5, "bert");
  const age = sqlite.prepare("update client_reservation set at = ? where client_id = ?");
  for (const clientId of [1, 2, 3]) age.run(Date.now() - clientId * 10 * dayMs - 1, clientId);
  const left = (): unknown[] =>
    sqlite.prepare("select client_id from client_reservation order by client_id").pluck().all();
  const warn = (details: object): void => expect(details).toBeNull();
  startForgettingReservations(sqlite, { log: { warn } })();
  expect(left()).toEqual([1, 2, 4, 5]);
});

it("a person has so many reservations at most, also those from before a restart; the newest stay", () => {
  const folder = mkdtempSync(join(tmpdir(), "foureyes-reservations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now });
  onTestFinished(() => void vi.useRealTimers());
  const reserveAndReopen = (reserved: readonly (readonly [string, number, string])[]): unknown[] => {
    const { sqlite, close } = openDatabase(folder);
    const log = new ArticleLogFile(sqlite, 3);
    for (const [articleId, clientId, personId] of reserved) {
      now += 1;
      vi.setSystemTime(now);
      log.commit([{ kind: "reserved", articleId, clientId, personId }]);
    }
    close();
    const opened = openDatabase(folder);
    const left = opened.sqlite
      .prepare("select client_id from client_reservation order by client_id")
      .pluck()
      .all();
    opened.close();
    return left;
  };
  const before = [
    ["flood", 1, "anna"],
    ["fire", 2, "anna"],
    ["flood", 3, "anna"],
    ["flood", 4, "bert"],
  ] as const;
  expect(reserveAndReopen(before)).toEqual([1, 2, 3, 4]);
  // Told again, the first is the newest but one.
  const after = [
    ["flood", 1, "anna"],
    ["fire", 5, "anna"],
    ["flood", 6, "bert"],
  ] as const;
  expect(reserveAndReopen(after)).toEqual([1, 3, 4, 5, 6]);
});
