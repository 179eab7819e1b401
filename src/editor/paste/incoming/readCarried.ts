import { type MediaFieldName, mediaFieldNames } from "../../../domain/article/fields.ts";
import { oneLine } from "../../text/cleanText.ts";
import { type CarriedPicture, pictureAttribute } from "../carriedPictures.ts";

const longestText = 5_000;

/** The pictures that a copy carries, by the media id of their figures; those of another newsroom's server stay there. */
export function carriedPictures(html: string): ReadonlyMap<string, CarriedPicture> {
  const pictures = new Map<string, CarriedPicture>();
  if (!html.includes(pictureAttribute)) return pictures;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const figure of body.querySelectorAll<HTMLElement>(`figure[data-media][${pictureAttribute}]`)) {
    const { media = "" } = figure.dataset;
    const picture = read(figure.getAttribute(pictureAttribute) ?? "");
    if (picture && /^[\w-]{1,64}$/.test(media)) pictures.set(media, picture);
  }
  return pictures;
}

/** Anybody can write on a clipboard: null for all that is not just so. */
function read(json: string): CarriedPicture | null {
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof told !== "object" || told === null) return null;
  const { server, asset, size, texts } = told as Record<string, unknown>;
  if (server !== location.origin || typeof asset !== "string" || !/^[0-9a-f]{64}$/.test(asset)) return null;
  const { width, height } = (size ?? {}) as Record<string, unknown>;
  const words = (texts ?? {}) as Record<string, unknown>;
  const text = (field: MediaFieldName): string => {
    const word = words[field];
    return typeof word === "string" ? oneLine(word.slice(0, longestText)) : "";
  };
  return {
    asset,
    size: typeof width === "number" && typeof height === "number" ? { width, height } : null,
    texts: Object.fromEntries(
      mediaFieldNames.map((field) => [field, text(field)]),
    ) as CarriedPicture["texts"],
  };
}
