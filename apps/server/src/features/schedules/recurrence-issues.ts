import { checkRecurrence, type Recurrence, type RecurrenceIssue } from "@keruen/core";
import type { InputIssue } from "../../platform/graphql/user-error.ts";

/** What is wrong with a recurrence, told of the input field that it came in. */
export const recurrenceIssues = (recurrence: Recurrence, path: string): readonly InputIssue[] =>
  checkRecurrence(recurrence).map((issue) => {
    const [part, message] = WORDS[issue.code];
    return { path: `${path}.${part}`, code: issue.code, message };
  });

const WORDS: Record<RecurrenceIssue["code"], readonly [part: keyof Recurrence, message: string]> = {
  "time-zone-unknown": ["timeZone", "There is no such time zone. Use an IANA name, such as Asia/Almaty."],
  "no-day": ["days", "Choose at least one day."],
  "day-malformed": ["days", "Use 1 for Monday to 7 for Sunday."],
  "no-time": ["times", "Choose at least one time."],
  "time-malformed": ["times", "Write a time as HH:MM, from 00:00 to 23:59."],
  "too-many-times": ["times", "Choose at most four times a day."],
};

/** The same moments written in one way: days and times in order, each once. */
export const tidyRecurrence = ({ timeZone, days, times }: Recurrence): Recurrence => ({
  timeZone,
  days: [...new Set(days)].toSorted(),
  times: [...new Set(times)].toSorted(),
});
