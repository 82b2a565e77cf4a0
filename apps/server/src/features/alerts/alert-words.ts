import type { AlertKind } from "./alert-kind.ts";

/** What a mail says, in one language. The console has the same words for the same codes. */
export type AlertWords = {
  /** By which numbers are written. */
  readonly locale: string;
  /** By the export's name, which a test has not. */
  readonly kinds: Readonly<
    Record<AlertKind, { subject(exportName: string): string; text(exportName: string): string }>
  >;
  readonly reasonLabel: string;
  /** By failure code and approval code. One that is unknown is told as it is. */
  readonly reasons: Readonly<Record<string, string>>;
  /** By count, in the order in which they are told. */
  readonly counts: Readonly<Record<string, string>>;
  readonly openRun: string;
  at(time: string): string;
  because(channel: string): string;
};
