/** As it is being edited. */
export type Recurrence = { timeZone: string; days: number[]; times: string[] };

/** ISO 8601: Monday is 1. */
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

export const MAX_TIMES = 4;

/** Every night, by the clock of whoever looks. */
export const nightly = (): Recurrence => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  days: [...WEEKDAYS],
  times: ["03:00"],
});

/** A copy that can be edited, of what is stored; every night where nothing is. */
export const editedOf = (stored: StoredRecurrence | null): Recurrence =>
  stored ? { timeZone: stored.timeZone, days: [...stored.days], times: [...stored.times] } : nightly();

/** As GraphQL has it. */
export type StoredRecurrence = {
  readonly timeZone: string;
  readonly days: readonly number[];
  readonly times: readonly string[];
};

/** Whether it can be kept: at least one day, and every time written out. */
export const isWhole = ({ days, times }: Recurrence): boolean =>
  days.length > 0 && times.length > 0 && times.every((time) => time !== "");

/** Every place whose clocks the browser knows, and UTC. */
export const timeZones = (): readonly string[] => [
  ...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]),
];
