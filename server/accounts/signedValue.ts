import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether the value of a cookie, as it was sent, was signed with the secret: what stands before its last point is followed
 * by the Base64 of its HMAC-SHA256, as better-auth signs. Takes some microseconds, where a look-up takes a millisecond.
 */
export function isSigned(cookie: string, secret: string): boolean {
  const value = decoded(cookie);
  const point = value.lastIndexOf(".");
  const expected = createHmac("sha256", secret)
    .update(value.slice(0, Math.max(0, point)))
    .digest();
  const signature = Buffer.from(value.slice(point + 1), "base64");
  return point > 0 && signature.length === expected.length && timingSafeEqual(signature, expected);
}

function decoded(cookie: string): string {
  try {
    return decodeURIComponent(cookie);
  } catch {
    return "";
  }
}
