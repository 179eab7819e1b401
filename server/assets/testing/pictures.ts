import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** What the picture of `cameraPicture` says of its maker; none of it may get out. */
export const serialNumber = "SERIAL-4711-4711";

/** A noisy JPEG of 1200 × 800 as a camera writes it: with GPS, serial number and artist in EXIF. */
export const cameraPicture = (): Promise<Buffer> =>
  noise(1200, 800)
    .jpeg({ quality: 80 })
    .withExif({
      IFD0: { Artist: "Testkamera", Copyright: "Testagentur" },
      IFD2: { BodySerialNumber: serialNumber },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "47/1 3/1 0/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "8/1 18/1 0/1",
      },
    })
    .toBuffer();

export const noise = (width: number, height: number): Sharp =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    },
  });

/** Three frames of 60 × 40. */
export async function moving(): Promise<Sharp> {
  const frames = await Promise.all([1, 2, 3].map(() => noise(60, 40).png().toBuffer()));
  return sharp(frames, { join: { animated: true } });
}

/** A PNG with the chunk of an animation of two frames; no more of the second one is needed to know it. */
export async function animatedPng(): Promise<Buffer> {
  const png = await noise(60, 40).png().toBuffer();
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2);
  const afterHeader = 8 + 25;
  return Buffer.concat([png.subarray(0, afterHeader), pngChunk("acTL", control), png.subarray(afterHeader)]);
}

/** A PNG of a few hundred bytes that says it has that many pixels. */
export function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(10_000))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
