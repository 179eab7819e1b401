import type { CarriedPicture } from "./carriedPictures.ts";

/** Who takes what a paste or a drop brings beside words. */
export interface Receivers {
  /** `at`: a border between blocks. */
  onPictures: (files: File[], at?: number) => void;
  /** A paste brought pictures of other places, which stay there. */
  onForeignPictures: (count: number) => void;
  /** Whether this article has a media entry of that id. */
  hasMedia: (id: string) => boolean;
  pictureOf: (media: string) => CarriedPicture | null;
  /** Adds a picture of another article under that id; false where nobody may write. */
  bringMedia: (id: string, picture: CarriedPicture) => boolean;
  /** Lines of plain text came in that look like running text; `join` makes paragraphs of them. */
  onWrappedLines: (join: () => void) => void;
}
