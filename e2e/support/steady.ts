import path from "node:path";
import type { Page } from "@playwright/test";
import Database from "better-sqlite3";
import * as Y from "yjs";
import { detailsMap, fieldText } from "../../src/domain/article/document.ts";
import { handInPath } from "../../src/domain/protocol/sync.ts";
import type { Newsroom } from "./newsroom.ts";
import type { Person } from "./person.ts";

/** The moment at which every screenshot is taken: a Thursday morning. */
export const pictureTime = new Date("2026-03-12T10:24:00+01:00");

/** The clock of a page in the pictures stands still. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.setFixedTime(pictureTime);
}

/**
 * Changes in the newsroom's own database what differs from run to run and would show: moments, and the ids of
 * people, from which their colours come. Nothing else is written past the server.
 */
export function pin(newsroom: Newsroom, sql: string, ...values: (string | number)[]): void {
  const database = new Database(path.join(newsroom.dataDir, "foureyes.db"));
  try {
    database.pragma("foreign_keys = off");
    database.prepare(sql).run(...values);
  } finally {
    database.close();
  }
}

const personColumns = [
  ["person", "id"],
  ["session", "userId"],
  ["account", "userId"],
  ["invitation", "used_by"],
  ["invitation", "invited_by"],
  ["article", "created_by"],
] as const;

/** Gives a person the same id in every run. Before anything else holds the id. */
export function pinPerson(newsroom: Newsroom, email: string, id: string): void {
  for (const [table, column] of personColumns.toReversed())
    pin(
      newsroom,
      `update ${table} set ${column} = ? where ${column} = (select id from person where email = ?)`,
      id,
      email,
    );
}

export interface DeskLine {
  kicker: string;
  headline: string;
  section: string;
  /** Before `pictureTime`. */
  minutesAgo: number;
}

/** Puts an article on the desk in that person's name. */
export async function seedArticle(as: Person, line: DeskLine): Promise<string> {
  const made = await as.context.request.post("/api/articles", { data: {} });
  if (!made.ok()) throw new Error(await made.text());
  const { id } = (await made.json()) as { id: string };
  const doc = new Y.Doc();
  fieldText(doc, "headline").insert(0, line.headline);
  fieldText(doc, "kicker").insert(0, line.kicker);
  detailsMap(doc).set("section", line.section);
  const answer = await as.context.request.post(handInPath(id), {
    headers: { "content-type": "application/octet-stream" },
    data: Buffer.from(Y.encodeStateAsUpdate(doc)),
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return id;
}
