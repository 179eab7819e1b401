import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/**
 * The files that a running server has open. A file that is deleted stays writable for whoever has it open, and is gone
 * with them: every commit would succeed and none would survive.
 */
export interface DatabaseFile {
  /** Path of the database; its log is beside it. */
  file: string;
  device: bigint;
  database: bigint;
  wal: bigint;
  /**
   * Both files, open for reading; null where whoever asks has none. Valid in all threads. The one of the database stays
   * open until every connection is closed: closing it would drop SQLite's locks (POSIX advisory locks).
   */
  handles: { database: number; wal: number } | null;
  /** `application_id` of its header. */
  stamp: number;
}

/** The database's files are not those that the server has open. Nothing that is written to those is kept. */
export class DatabaseLost extends Error {
  readonly code = "DATABASE_LOST";

  constructor(what: string) {
    super(
      `${what} while the server runs. Nothing is saved until it is back; what is written meanwhile stays in memory and in the open pages. Do not stop the server (docs/operating.md).`,
    );
    this.name = "DatabaseLost";
  }
}

const headerBytes = 100;
const magic = Buffer.from("SQLite format 3\0");
/** Offsets in the header of a database (https://www.sqlite.org/fileformat.html#the_database_header). */
const at = { writeVersion: 18, readVersion: 19, applicationId: 68 };
const walVersion = 2;
/** Of the header of a write-ahead log; the last bit tells the byte order of its checksums. */
const walMagic = 0x377f0682;

const walOf = (file: string): string => `${file}-wal`;

/** The files at that path as they are now, to be opened by SQLite in WAL mode already. */
export function databaseFile(file: string, stamp: number | null): DatabaseFile {
  const database = statSync(file, { bigint: true });
  const wal = statSync(walOf(file), { bigint: true });
  const handles = stamp === null ? null : { database: openSync(file, "r"), wal: openSync(walOf(file), "r") };
  return { file, device: database.dev, database: database.ino, wal: wal.ino, handles, stamp: stamp ?? 0 };
}

/** One of the files has no name any more: it ends with the server. */
export const isDeleted = ({ handles }: DatabaseFile): boolean =>
  handles !== null && [handles.database, handles.wal].some((handle) => fstatSync(handle).nlink === 0);

/** After the last connection is closed. */
export function closeHandles({ handles }: DatabaseFile): void {
  if (handles) for (const handle of [handles.database, handles.wal]) closeSync(handle);
}

/** Throws `DatabaseLost`. Some microseconds: before and after each commit. */
export function checkDatabaseFile(known: DatabaseFile): void {
  const { file, device, handles } = known;
  for (const [path, inode] of [
    [file, known.database],
    [walOf(file), known.wal],
  ] as const) {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (!found) throw new DatabaseLost(`${path} was deleted or moved away`);
    if (found.ino !== inode || found.dev !== device)
      throw new DatabaseLost(`${path} was replaced by another file`);
  }
  if (!handles) return;
  const header = Buffer.allocUnsafe(headerBytes);
  if (readSync(handles.database, header, 0, headerBytes, 0) < headerBytes || !startsRight(header))
    throw new DatabaseLost(`${file} was emptied or overwritten`);
  if (
    header[at.writeVersion] !== walVersion ||
    header[at.readVersion] !== walVersion ||
    header.readUInt32BE(at.applicationId) !== known.stamp
  )
    throw new DatabaseLost(`${file} was overwritten with another database`);
  // Empty is how it begins, and how a checkpoint may leave it.
  if (readSync(handles.wal, header, 0, 4, 0) === 4 && (header.readUInt32BE(0) & ~1) >>> 0 !== walMagic)
    throw new DatabaseLost(`${walOf(file)} was emptied or overwritten`);
}

const startsRight = (header: Buffer): boolean => header.subarray(0, magic.length).equals(magic);
