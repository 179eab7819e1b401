const clocks = new Map<string, Intl.DateTimeFormat>();
const clock = (zone: string): Intl.DateTimeFormat => {
  let format = clocks.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    clocks.set(zone, format);
  }
  return format;
};

/** The instant as that zone's clock shows it, in the form of a `datetime-local` input: `2023-08-30T18:36`. */
export function toWallTime(instant: string, zone: string): string {
  const parts = new Map(
    clock(zone)
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const year = (parts.get("year") ?? "").padStart(4, "0");
  return `${year}-${parts.get("month")}-${parts.get("day")}T${parts.get("hour")}:${parts.get("minute")}`;
}

/**
 * The instant at which that zone's clock shows the wall time; null when it is no date. Of an hour that comes
 * twice the first; an hour that is skipped is read as if the clock had not been changed yet.
 */
export function fromWallTime(wall: string, zone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (instant: number): number =>
    Date.parse(`${toWallTime(new Date(instant).toISOString(), zone)}Z`) - instant;
  const dayMs = 86_400_000;
  const minute = asUtc - (asUtc % 60_000);
  const candidates = [offsetAt(minute - dayMs), offsetAt(minute + dayMs)].map((offset) => minute - offset);
  const exact = candidates.filter((instant) => instant + offsetAt(instant) === minute);
  return new Date(exact.length > 0 ? Math.min(...exact) : (candidates[0] ?? minute)).toISOString();
}
