import type { Recurrence } from "../schedule/recurrence.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * A clock on the wall of a place, read a quarter of an hour at a time through `Intl`: it knows of no calendar arithmetic,
 * and so is a judge of code that does.
 */
export function localClock(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-CA", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit" },
  });
  /** `2026-11-24 03:00` */
  const read = (ms: number): string => format.format(ms).replace(", ", " ");

  /** In order. Times are on quarters of an hour. */
  function dueInstants({ days, times }: Recurrence, fromMs: number, untilMs: number): readonly number[] {
    const firstShown = new Map<string, number>();
    const shown: { readonly ms: number; readonly text: string }[] = [];
    for (let ms = fromMs - 2 * DAY_MS; ms < untilMs + 2 * DAY_MS; ms += QUARTER_MS) {
      const text = read(ms);
      shown.push({ ms, text });
      if (!firstShown.has(text)) firstShown.set(text, ms);
    }
    const dates = new Set(shown.map(({ text }) => text.slice(0, 10)));
    const due = new Set<number>();
    for (const date of dates) {
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
      if (!days.some((day) => day === weekday)) continue;
      for (const time of times) {
        const ms = firstShown.get(`${date} ${time}`) ?? afterGap(`${date} ${time}`, shown);
        if (ms !== null && ms >= fromMs && ms < untilMs) due.add(ms);
      }
    }
    return [...due].toSorted((one, other) => one - other);
  }

  return { dueInstants };
}

/** A time that is never shown: as long after the last one before it as it would have been, had the clock not been moved. */
function afterGap(wanted: string, shown: readonly { ms: number; text: string }[]): number | null {
  const before = shown.findLast(({ text }) => text < wanted);
  if (!before) return null;
  const minutes = (text: string) => Date.parse(`${text.replace(" ", "T")}:00Z`) / MINUTE_MS;
  return before.ms + (minutes(wanted) - minutes(before.text)) * MINUTE_MS;
}
