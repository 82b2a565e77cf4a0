/**
 * Numbers, dates and spans in the words of a language.
 *
 * Browsers on Chromium carry no Kazakh data: `Intl` there answers "2026 M11 24" without an error, while Node has the
 * data, so that a test would pass. Kazakh names therefore stand in `kazakh-names.ts` (from CLDR), and Kazakh numbers
 * go through Russian, whose signs and grouping are the same.
 *
 * Reads  : nothing. Pure.
 * Used by: `use-format.ts`.
 */
import { kazakhMonths, kazakhUnits } from "./kazakh-names.ts";

export type Language = "en" | "kk";

type Unit = keyof typeof kazakhUnits;

export type Format = ReturnType<typeof makeFormat>;

const UNITS: readonly (readonly [Unit, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

const BYTE_UNITS = { en: ["B", "kB", "MB", "GB"], kk: ["Б", "кБ", "МБ", "ГБ"] } as const;

export function makeFormat(language: Language, timeZone?: string) {
  const isKazakh = language === "kk";
  const numberLocale = isKazakh ? "ru" : "en";
  const integer = new Intl.NumberFormat(numberLocale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(numberLocale, { maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const englishDate = new Intl.DateTimeFormat("en", { timeZone, dateStyle: "medium" });
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const partsOf = (instant: Date) =>
    Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));

  /** `14:05` */
  const time = (iso: string) => {
    const { hour, minute } = partsOf(new Date(iso));
    return `${hour}:${minute}`;
  };

  /** `Nov 24, 2026` · `2026 ж. 24 қараша` */
  const date = (iso: string) => {
    if (!isKazakh) return englishDate.format(new Date(iso));
    const { year, month, day } = partsOf(new Date(iso));
    return `${year} ж. ${day} ${kazakhMonths[Number(month) - 1]}`;
  };

  return {
    /** `48,210` · `48 210` */
    number: (value: number) => integer.format(value),

    /** A share of one, without decimals and never rounded up to a whole: 0.9999 is `99%`. */
    percent: (share: number) => `${integer.format(Math.floor(share * 100))}%`,

    /** `2.4 MB` · `2,4 МБ`, decimal as SendGrid and disks count. */
    bytes: (count: number) => {
      const power = Math.min(3, Math.floor(Math.log10(Math.max(1, count)) / 3));
      return `${oneDecimal.format(count / 1_000 ** power)} ${BYTE_UNITS[language][power]}`;
    },

    time,
    date,

    /** `Nov 24, 2026, 14:05` */
    dateTime: (iso: string) => `${date(iso)}, ${time(iso)}`,

    /** `14:05:09`, from an instant or from milliseconds since the epoch. */
    clock: (instant: string | number) => {
      const { hour, minute, second } = partsOf(new Date(instant));
      return `${hour}:${minute}:${second}`;
    },

    /** `5 minutes ago` · `5 минут бұрын`, in the largest whole unit up to days. */
    ago: (iso: string, nowMs: number) => {
      const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1_000));
      const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? (["second", 1] as const);
      const count = Math.floor(seconds / size);
      if (!isKazakh) return relative.format(-count, unit);
      return count === 0 ? "қазір" : `${integer.format(count)} ${kazakhUnits[unit].long} бұрын`;
    },

    /** `45 s` · `2 min` · `1 h 05 min` · `45 с` · `2 мин` · `1 сағ 05 мин`; the seconds go once there is a minute. */
    span: (seconds: number) => {
      const word = (unit: Unit) =>
        isKazakh ? kazakhUnits[unit].short : { second: "s", minute: "min", hour: "h", day: "d" }[unit];
      const whole = Math.max(1, Math.round(seconds));
      if (whole < 60) return `${whole} ${word("second")}`;
      const minutes = Math.round(whole / 60);
      if (minutes < 60) return `${minutes} ${word("minute")}`;
      return `${integer.format(Math.floor(minutes / 60))} ${word("hour")} ${String(minutes % 60).padStart(2, "0")} ${word("minute")}`;
    },
  };
}
