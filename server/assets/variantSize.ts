import { type AssetVariant, assetVariants } from "../../src/domain/protocol/api.ts";

/** A variant is this many times as high as it may be wide, at most: endless columns would not fit any format. */
const maxHeightPerWidth = 4;

/** Pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** Pixels of a variant: the picture's proportions, never enlarged. */
export function variantSize({ width, height }: PictureSize, variant: AssetVariant): PictureSize {
  const widest = assetVariants[variant];
  const scale = Math.min(1, widest / width, (widest * maxHeightPerWidth) / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
