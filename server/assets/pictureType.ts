import type { PictureRefusal } from "./refusals.ts";

export const pictureTypes = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"] as const;
export type PictureType = (typeof pictureTypes)[number];

/** Bytes from the start of a file that `recognisePicture` wants to see. */
export const headBytes = 4096;

/** What the file is by its content; its name and what the browser says of it do not count. */
export function recognisePicture(head: Buffer): { code: "ok"; type: PictureType } | PictureRefusal {
  const type = typeOf(head);
  if (type) return { code: "ok", type };
  const other = otherPicture(head);
  if (other)
    return {
      code: "picture-type",
      message: `${other} files are not taken. Save the picture as JPEG, PNG, WebP, AVIF or GIF and add that.`,
    };
  return {
    code: "not-a-picture",
    message: "This file is not a picture. Choose a JPEG, PNG, WebP, AVIF or GIF file.",
  };
}

const at = (head: Buffer, from: number, to: number): string => head.toString("latin1", from, to);

function typeOf(head: Buffer): PictureType | null {
  if (at(head, 0, 3) === "\xff\xd8\xff") return "image/jpeg";
  if (at(head, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (/^GIF8[79]a/.test(at(head, 0, 6))) return "image/gif";
  if (at(head, 0, 4) === "RIFF" && at(head, 8, 12) === "WEBP") return "image/webp";
  return brandsOf(head).some((brand) => brand === "avif" || brand === "avis") ? "image/avif" : null;
}

function otherPicture(head: Buffer): string | null {
  if (brandsOf(head).some((brand) => /^(hei[cfmsx]|hev[cx]|mif1|msf1)$/.test(brand))) return "HEIC";
  if (/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(at(head, 0, 4))) return "TIFF and raw";
  if (at(head, 0, 4) === "8BPS") return "Photoshop";
  if (at(head, 0, 2) === "BM") return "BMP";
  if (/^\0\0[\x01\x02]\0/.test(at(head, 0, 4))) return "Icon";
  if (at(head, 0, 2) === "\xff\x0a" || at(head, 4, 12) === "JXL \r\n\x87\n") return "JPEG XL";
  if (at(head, 4, 8) === "jP  ") return "JPEG 2000";
  const text = head.toString(head[0] === 0xff || head[0] === 0xfe ? "utf16le" : "utf8");
  return /<svg[\s>:]|<!doctype\s+svg|<\w+:svg[\s>]/i.test(text) ? "SVG" : null;
}

/** The brands of a file of the MP4 family; none for others. */
function brandsOf(head: Buffer): string[] {
  if (head.length < 16 || at(head, 4, 8) !== "ftyp") return [];
  const end = Math.min(head.readUInt32BE(0), head.length);
  const brands = [at(head, 8, 12)];
  for (let from = 16; from + 4 <= end; from += 4) brands.push(at(head, from, from + 4));
  return brands;
}
