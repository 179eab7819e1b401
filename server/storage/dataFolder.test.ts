import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { backUp } from "../operations/backup.ts";
import { restore } from "../operations/restore.ts";
import { ServerProcess, temporaryFolder } from "../operations/testing/newsroom.ts";
import { until } from "../rooms/testing/rawClient.ts";
import { openDatabase } from "./database.ts";
import { closeToOthers, makePrivateFolder } from "./dataFolder.ts";
import { lockFolder } from "./folderLock.ts";

const picture = `ab/${"c".repeat(62)}`;

/** The folder and all below it that others may read, write or enter. */
function openToOthers(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true, recursive: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );
  return [folder, ...below]
    .filter((path) => (statSync(path).mode & 0o077) !== 0)
    .map((path) => `${relative(folder, path)} ${(statSync(path).mode & 0o777).toString(8)}`);
}

/** As an administrator makes it, or an earlier copy left it: everybody may read all of it. */
function openFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const made = temporaryFolder();
  openDatabase(made).close();
  copyFileSync(join(made, "foureyes.db"), join(folder, "foureyes.db"));
  mkdirSync(join(folder, "assets", "ab"), { recursive: true, mode: 0o755 });
  mkdirSync(join(folder, "tmp"), { mode: 0o777 });
  for (const name of [
    "foureyes.lock",
    "foureyes.db.rescued-x",
    `assets/${picture}`,
    `assets/${picture}.small`,
  ])
    writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "secret"), "x".repeat(64));
  for (const name of ["foureyes.db", "foureyes.lock", "secret", "foureyes.db.rescued-x", `assets/${picture}`])
    chmodSync(join(folder, name), 0o644);
  return folder;
}

/** Whatever the umask is, as 0 it lets everybody read what is made. */
function withoutUmask(): void {
  const before = process.umask(0);
  onTestFinished(() => void process.umask(before));
}

describe("the data folder is for the server's account alone", () => {
  it.each([
    ["a new folder", () => join(temporaryFolder(), "deep", "data")],
    ["a folder that everybody may read", openFolder],
  ])("%s, while the server runs and after", async (_what, make) => {
    withoutUmask();
    const folder = make();
    const server = await ServerProcess.start(folder);
    const client = await server.admin();
    await client.call("POST", "/api/articles", { example: true });
    expect(readdirSync(folder)).toContain("foureyes.db-wal");
    expect(openToOthers(folder)).toEqual([]);
    expect(server.log).not.toContain("can read the data folder");
    await server.end("SIGTERM");
    expect(openToOthers(folder)).toEqual([]);
  });

  it("what opens it without the server's program makes it so too", () => {
    withoutUmask();
    const folder = join(temporaryFolder(), "data");
    const unlock = lockFolder(folder);
    const database = openDatabase(folder);
    expect(readdirSync(folder)).toContain("foureyes.db-wal");
    expect(openToOthers(folder)).toEqual([]);
    database.close();
    unlock();
  });

  it("so are a backup and what is restored from it, whatever was backed up", async () => {
    withoutUmask();
    const folder = openFolder();
    const database = openDatabase(folder);
    const id = picture.replace("/", "");
    database.sqlite.pragma("foreign_keys = OFF");
    database.sqlite.exec(
      `insert into asset (id, width, height, type, bytes, variant_type, created_by, created_at)
       values ('${id}', 1, 1, 'image/png', 1, 'image/webp', 'ada', 1)`,
    );
    database.close();
    const [backup, fresh] = [join(folder, "backup"), join(folder, "fresh")];
    await backUp(folder, backup);
    expect(readdirSync(backup)).toContain("assets");
    expect(openToOthers(backup)).toEqual([]);
    for (const name of readdirSync(backup)) chmodSync(join(backup, name), 0o755);
    await restore(backup, fresh).catch(() => {});
    expect(readdirSync(fresh)).toContain("foureyes.db");
    expect(openToOthers(fresh)).toEqual([]);
  });

  it("a folder that holds other folders, or is everybody's, stays as it is; the server's own files do not", () => {
    const folder = openFolder();
    mkdirSync(join(folder, "somebody's"), { mode: 0o755 });
    expect(closeToOthers(folder)).toEqual([folder]);
    expect(openToOthers(folder)).toEqual([" 755", "somebody's 755"]);
    rmSync(join(folder, "somebody's"), { recursive: true });
    chmodSync(folder, 0o1777);
    expect(closeToOthers(folder)).toEqual([folder]);
    chmodSync(folder, 0o755);
    expect(closeToOthers(folder)).toEqual([]);
  });

  it("the server says once where others may read, and goes on", async () => {
    const folder = openFolder();
    mkdirSync(join(folder, "somebody's"), { mode: 0o755 });
    const server = await ServerProcess.start(folder);
    await until(() => server.log.match(/can read the data folder/g)?.length === 1);
    expect((await (await server.admin()).call("POST", "/api/articles", {})).status).toBe(201);
  });
});

it.skipIf(process.platform !== "linux")(
  "a folder that cannot be made is an error, not a wait without end",
  () => {
    for (const path of ["/proc/foureyes", "/proc/foureyes/deep", "/dev/null/data", "/dev/null"])
      expect(() => makePrivateFolder(path), path).toThrow();
    const folder = mkdtempSync(join(tmpdir(), "foureyes-folder-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    makePrivateFolder(folder);
    makePrivateFolder(join(folder, "a", "b"));
    expect(statSync(join(folder, "a")).mode & 0o777).toBe(0o700);
  },
);
