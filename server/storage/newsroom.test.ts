import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../operations/testing/newsroom.ts";
import { openDatabase } from "./database.ts";
import { NewsroomLost } from "./newsroom.ts";

const database = "foureyes.db";
const marker = "foureyes.newsroom";

/** A folder in which a newsroom was. */
function usedFolder(): string {
  const folder = temporaryFolder();
  openDatabase(folder).close();
  return folder;
}

const idOf = (folder: string): string => {
  const opened = openDatabase(folder);
  const id = opened.sqlite.prepare("select value from setting where name = 'newsroom'").pluck().get();
  opened.close();
  return String(id);
};

const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [name, readFileSync(join(folder, name)).toString("base64")]),
  );

describe("where a newsroom was, no new one begins", () => {
  it.each<[string, (folder: string) => void, RegExp]>([
    ["missing", (folder) => rmSync(join(folder, database)), /is missing/],
    ["emptied", (folder) => truncateSync(join(folder, database)), /is empty/],
    ["all zeros", (folder) => writeFileSync(join(folder, database), Buffer.alloc(8_192)), /is empty/],
    [
      "without tables",
      (folder) => {
        rmSync(join(folder, database));
        new Database(join(folder, database)).exec("vacuum").close();
      },
      /is empty/,
    ],
    [
      "another newsroom's",
      (folder) => copyFileSync(join(usedFolder(), database), join(folder, database)),
      /is another newsroom's/,
    ],
    [
      "missing, and only a log is left",
      (folder) => {
        for (const name of [database, marker]) rmSync(join(folder, name));
        writeFileSync(join(folder, `${database}-wal`), "x".repeat(4_096));
      },
      /is missing.*foureyes\.db-wal/,
    ],
    [
      "missing, and only pictures are left",
      (folder) => {
        for (const name of [database, marker]) rmSync(join(folder, name));
        mkdirSync(join(folder, "assets", "ab"), { recursive: true });
        writeFileSync(join(folder, "assets", "ab", "cd"), "");
      },
      /is missing.*pictures/,
    ],
    [
      "missing, beside a restore that was cut short",
      (folder) => {
        for (const name of [database, marker]) rmSync(join(folder, name));
        writeFileSync(join(folder, `${database}.restoring`), "");
      },
      /is missing/,
    ],
  ])("a database that is %s", (_what, harm, line) => {
    const folder = usedFolder();
    harm(folder);
    const before = contentOf(folder);
    expect(() => openDatabase(folder)).toThrow(NewsroomLost);
    expect(() => openDatabase(folder)).toThrow(line);
    expect(contentOf(folder)).toEqual(before);
  });
});

describe("what is no loss starts", () => {
  it.each<[string, (folder: string) => void]>([
    ["an empty folder", (folder) => rmSync(join(folder, database))],
    ["what a first start leaves that ended at once", (folder) => truncateSync(join(folder, database))],
    ["a database whose marker was not written yet", () => {}],
  ])("%s", (_what, prepare) => {
    const folder = usedFolder();
    rmSync(join(folder, marker));
    prepare(folder);
    mkdirSync(join(folder, "assets", "ab"), { recursive: true });
    writeFileSync(join(folder, "foureyes.lock"), "");
    expect(idOf(folder)).toBe(readFileSync(join(folder, marker), "utf8").trim());
  });

  it("a marker that was cut short is written anew", () => {
    const folder = usedFolder();
    const id = idOf(folder);
    writeFileSync(join(folder, marker), "");
    expect(idOf(folder)).toBe(id);
    expect(readFileSync(join(folder, marker), "utf8").trim()).toBe(id);
  });

  it("a database from before there were ids takes its folder's", () => {
    const folder = usedFolder();
    const id = idOf(folder);
    const sqlite = new Database(join(folder, database));
    sqlite.exec("delete from setting where name = 'newsroom'");
    sqlite.close();
    expect(idOf(folder)).toBe(id);
  });

  it("another newsroom's database, once its folder's marker is gone", () => {
    const folder = usedFolder();
    const other = usedFolder();
    copyFileSync(join(other, database), join(folder, database));
    rmSync(join(folder, marker));
    expect(idOf(folder)).toBe(idOf(other));
  });
});
