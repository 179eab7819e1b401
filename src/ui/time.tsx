import { useSyncExternalStore } from "react";
import { useLocale } from "./language.ts";

/** Instants are ISO 8601 or milliseconds since the epoch. `locale` only where it differs from the page's. */
interface When {
  at: string | number;
  locale?: string;
}

/** Date and time in full, such as «24 November 2026, 14:05». */
export function DateTime({ at, locale, dateStyle = "long" }: When & { dateStyle?: "long" | "medium" }) {
  const page = useLocale();
  const date = new Date(at);
  return <time dateTime={iso(date)}>{format(locale ?? page, { dateStyle, timeStyle: "short" }, date)}</time>;
}

/** «5 minutes ago», a clock time today, else a date; in full as tooltip and on paper. Keeps up with the time by itself. */
export function RelativeTime({ at, locale }: When) {
  const page = useLocale();
  const wanted = locale ?? page;
  const now = useSyncExternalStore(everyMinute, currentMinute);
  const date = new Date(at);
  return (
    <time
      dateTime={iso(date)}
      title={format(wanted, { dateStyle: "long", timeStyle: "short" }, date)}
      data-paper={format(wanted, { dateStyle: "medium", timeStyle: "short" }, date)}
    >
      <span>{relative(date, now, wanted)}</span>
    </time>
  );
}

const minuteMs = 60_000;

function relative(date: Date, now: number, locale: string): string {
  const minutes = Math.round((now - date.getTime()) / minuteMs);
  // A server's clock may be a little ahead of this one.
  if (minutes < 1 && minutes > -5) return relativeFormat(locale).format(0, "second");
  if (minutes > 0 && minutes < 60) return relativeFormat(locale).format(-minutes, "minute");
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return format(locale, { timeStyle: "short" }, date);
  const sameYear = date.getFullYear() === today.getFullYear();
  return format(locale, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }, date);
}

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const known =
    relativeFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { style: "short", numeric: "auto" });
  relativeFormats.set(locale, known);
  return known;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, a list has thousands of times. */
export function format(locale: string, options: Intl.DateTimeFormatOptions, date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const key = locale + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known.format(date);
}

const iso = (date: Date): string | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date.toISOString();

const currentMinute = (): number => Math.floor(Date.now() / minuteMs) * minuteMs + minuteMs / 2;

/** The current minute as milliseconds since the epoch; re-renders when it changes. */
export const useMinute = (): number => useSyncExternalStore(everyMinute, currentMinute);

const listeners = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

function everyMinute(notify: () => void): () => void {
  listeners.add(notify);
  clock ??= setInterval(() => {
    for (const listener of listeners) listener();
  }, minuteMs / 4);
  return () => {
    listeners.delete(notify);
    if (listeners.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}
