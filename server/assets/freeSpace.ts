import { statfs } from "node:fs/promises";

/** Free bytes on the disk below which nothing large is taken or made: what people write needs space too. */
export const usualFreeBytes = 500_000_000;

/** True while the folder's disk has that many bytes free. */
export async function hasFreeSpace(folder: string, bytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= bytes;
}
