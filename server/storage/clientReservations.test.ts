import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ArticleLogFile } from "./articleLogFile.ts";
import { startForgettingReservations } from "./clientReservations.ts";
import { openDatabase } from "./database.ts";

const dayMs = 24 * 3600 * 1000;

it("reservations end after a month, and beyond so many of a person; the newest stay", () => {
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
  startForgettingReservations(sqlite, { log: { warn }, mostOfPerson: 10 })();
  expect(left()).toEqual([1, 2, 4, 5]);
  startForgettingReservations(sqlite, { log: { warn }, mostOfPerson: 2 })();
  expect(left()).toEqual([1, 4, 5]);
});
