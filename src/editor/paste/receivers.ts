import type { ArticleUndo } from "../../binding/index.ts";
import type { CarriedPicture } from "./carriedPictures.ts";

/** Who takes what a paste or a drop brings beside words. */
export interface Receivers {
  undo: ArticleUndo;
  /** `at`: a border between blocks. */
  onPictures: (files: File[], at?: number) => void;
  /** Whether this article has a media entry of that id. */
  hasMedia: (id: string) => boolean;
  pictureOf: (media: string) => CarriedPicture | null;
  /** Adds a picture of another article under that id; false where nobody may write. */
  bringMedia: (id: string, picture: CarriedPicture) => boolean;
}
