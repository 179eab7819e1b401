export interface ExportPicture {
  /** Pixels of the file at `href`. */
  width: number;
  height: number;
  /** `data:image/…;base64,`, http(s), or a path relative to the exported file. */
  href: string;
  /** The same picture in all sizes at hand, if there are several; addresses without white space. */
  sizes?: readonly { href: string; width: number }[];
}

export interface PrintedFigure {
  picture: ExportPicture;
  caption: string;
  credit: string;
  source: string;
  alt: string;
}

/** «Caption. © Credit · Source», for formats without elements of their own for each. */
export function figureWords(caption: string, credit: string, source: string): string {
  const origin = [credit, source].filter((text) => text !== "").join(" · ");
  return [caption, origin].filter((text) => text !== "").join(" ");
}
