import sharp from "sharp";

export interface FileToUpload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A JPEG as a camera writes it, with a place and a serial number in its EXIF data. */
export async function cameraPicture(
  options: { name?: string; colour?: string; width?: number; height?: number } = {},
): Promise<FileToUpload> {
  const { name = "see.jpg", colour = "#35608f", width = 1600, height = 900 } = options;
  const buffer = await sharp({ create: { width, height, channels: 3, background: colour } })
    .composite([{ input: Buffer.from(hills(width, height)) }])
    .jpeg({ quality: 80 })
    .withExif({
      IFD0: { Artist: "Testkamera", Copyright: "Testagentur" },
      IFD2: { BodySerialNumber: "SERIAL-4711-4711" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "47/1 3/1 0/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "8/1 18/1 0/1",
      },
    })
    .toBuffer();
  return { name, mimeType: "image/jpeg", buffer };
}

const hills = (width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path fill="#24415f" d="M0 ${height * 0.7} L${width * 0.3} ${height * 0.35} L${width * 0.55} ${height * 0.62} L${width * 0.8} ${height * 0.3} L${width} ${height * 0.6} V${height} H0Z"/></svg>`;

/** A GIF of three pictures. */
export async function animation(): Promise<FileToUpload> {
  const frames = await Promise.all(
    ["#35608f", "#8f4a35", "#3b8f35"].map((background) =>
      sharp({ create: { width: 640, height: 360, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const buffer = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [200, 200, 200] })
    .toBuffer();
  return { name: "bewegt.gif", mimeType: "image/gif", buffer };
}

/** Not a picture, whatever its name says. */
export const textCalledPicture: FileToUpload = {
  name: "protokoll.jpg",
  mimeType: "image/jpeg",
  buffer: Buffer.from("Protokoll der Sitzung vom Montag. Kein Bild."),
};

export const drawing: FileToUpload = {
  name: "plan.svg",
  mimeType: "image/svg+xml",
  buffer: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><script>window.pwned=true</script></svg>',
  ),
};
