export const newsroomZone = "Europe/Zurich";

/** True for an instant that HTML can name: years 1 to 9999. */
export const isPrintable = (instant: string): boolean =>
  !Number.isNaN(Date.parse(instant)) && /^(?!0000)\d{4}-/.test(new Date(instant).toISOString());

/** «30. August 2023 18:36», in that language and as that zone's clock shows it. */
export function printedDate(instant: string, language: string, zone: string): string {
  const at = new Date(instant);
  const { date, time } = formats(language, zone);
  return `${date.format(at)} ${time.format(at)}`;
}

interface Formats {
  date: Intl.DateTimeFormat;
  time: Intl.DateTimeFormat;
}
const made = new Map<string, Formats>();

function formats(language: string, zone: string): Formats {
  const key = `${language} ${zone}`;
  let found = made.get(key);
  if (!found) {
    found = {
      date: new Intl.DateTimeFormat(language, {
        timeZone: zone,
        calendar: "gregory",
        numberingSystem: "latn",
        day: "numeric",
        month: "long",
        year: "numeric",
      }),
      time: new Intl.DateTimeFormat(language, {
        timeZone: zone,
        numberingSystem: "latn",
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      }),
    };
    if (made.size > 100) made.clear();
    made.set(key, found);
  }
  return found;
}
