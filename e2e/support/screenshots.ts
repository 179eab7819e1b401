import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import sharp, { type OutputInfo } from "sharp";

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));

/** Small differences of one browser's letters and edges from another's vanish in squares of so many pixels. */
const squarePx = 4;
/** A square differs when one of its colours does by so much, of 255. */
const noticeable = 20;
/** So many of a thousand squares differ where somebody would see it. */
const noticeablePerMille = 1;

/**
 * Keeps a screenshot in docs/screenshots. The file there stays when the new one looks the same, so that a run of the
 * tests leaves the tree clean.
 */
export async function keepScreenshot(name: string, picture: Buffer): Promise<void> {
  const file = folder + screenshotFile(name);
  const before = await readFile(file).catch(() => null);
  if (before !== null && (await looksTheSame(before, picture))) return;
  await writeFile(
    file,
    await sharp(picture).webp({ quality: 82, effort: 6, smartSubsample: true }).toBuffer(),
  );
}

/** A photograph keeps its colours in it, and all of the folder stays small. */
export const screenshotFile = (name: string): string => `${name}.webp`;

/** Keeps a text beside the screenshots, under the same rule. */
export async function keepText(name: string, text: string): Promise<void> {
  const before = await readFile(folder + name, "utf8").catch(() => null);
  if (before !== text) await writeFile(folder + name, text);
}

/** What lies in docs/screenshots. */
export const keptFiles = (): Promise<string[]> => readdir(folder);

async function looksTheSame(one: Buffer, other: Buffer): Promise<boolean> {
  const [a, b] = await Promise.all([squares(one), squares(other)]);
  if (a.info.width !== b.info.width || a.info.height !== b.info.height) return false;
  const { channels } = a.info;
  let different = 0;
  for (let at = 0; at < a.data.length; at += channels) {
    let most = 0;
    for (let channel = 0; channel < channels; channel++)
      most = Math.max(most, Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)));
    if (most > noticeable) different++;
  }
  return different * 1000 <= noticeablePerMille * (a.data.length / channels);
}

async function squares(picture: Buffer): Promise<{ data: Buffer; info: OutputInfo }> {
  const image = sharp(picture).removeAlpha().toColourspace("srgb");
  const { width } = await sharp(picture).metadata();
  return image
    .resize({ width: Math.round(width / squarePx), kernel: "cubic" })
    .raw()
    .toBuffer({ resolveWithObject: true });
}
