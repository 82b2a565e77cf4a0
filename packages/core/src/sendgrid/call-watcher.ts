import type { SendGridFailure } from "./sendgrid-failure.ts";

/** One call as it went: how it was answered and how long that took, and nothing of what was said. */
export type CallReport = {
  /**
   * Method and path with every id as `{id}`, such as `GET /v3/marketing/lists/{id}`. A file that is fetched or sent
   * elsewhere, without the key, is `GET {file}` or `PUT {file}`.
   */
  readonly endpoint: string;
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Null where SendGrid took it. */
  readonly failure: SendGridFailure["code"] | null;
  /** When it was sent, in milliseconds since 1970. */
  readonly sentAtMs: number;
  /** From the first byte out to the whole answer in; of one that is streamed, until it was opened. */
  readonly durationMs: number;
  /** In its window's queue, before it was sent. */
  readonly waitedMs: number;
  /** Of the body. */
  readonly sentBytes: number;
};

/** Told of every call, in its own turn: it must not throw, and keeps nobody waiting. */
export type CallWatcher = {
  /** An endpoint's window is closed: nothing is sent to it before that time, in milliseconds since 1970. */
  readonly waits: (endpoint: string, untilMs: number) => void;
  readonly ended: (report: CallReport) => void;
};
