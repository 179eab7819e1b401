import type { OpenDatabase } from "../storage/database.ts";
import type { PictureRefusal } from "./refusals.ts";

/** New pictures that one person may add within 24 hours. The same bytes again are none. */
export interface PictureQuota {
  pictures: number;
  bytes: number;
}

export const usualQuota: PictureQuota = { pictures: 2_000, bytes: 5_000_000_000 };

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Refuses a picture of so many bytes that goes beyond the person's quota; null when it does not. Counted in the database,
 * so that a restart forgives nothing.
 */
export function quotaRefusal(
  { rows, runNow }: OpenDatabase,
  quota: PictureQuota,
  { personId, bytes, now }: { personId: string; bytes: number; now: number },
): PictureRefusal | null {
  const [used] = runNow(
    rows
      .selectFrom("asset")
      .select(({ fn }) => [
        fn.countAll<number>().as("pictures"),
        fn.sum<number | null>("bytes").as("bytes"),
        fn.min<number | null>("created_at").as("first"),
      ])
      .where("created_by", "=", personId)
      .where("created_at", ">", now - dayMs)
      .compile(),
  );
  if (!used || (used.pictures < quota.pictures && (used.bytes ?? 0) + bytes <= quota.bytes)) return null;
  return {
    code: "picture-quota",
    message:
      "You have added as many pictures as one person may within a day. Try again tomorrow, or ask a colleague to add this one.",
    retryAfterSeconds: Math.ceil(((used.first ?? now) + dayMs - now) / 1000),
  };
}
