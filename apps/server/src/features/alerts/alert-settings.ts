import type { Env } from "../../env.ts";

/** What the operator decides about alerts. */
export type AlertSettings = {
  /** Where people reach the console: links begin with it. */
  readonly consoleUrl: string;
  /** Whether webhooks may go to private addresses, and without TLS. */
  readonly mayBePrivate: boolean;
  /** After so long an alert that nobody takes is given up. */
  readonly giveUpAfterMs: number;
  /** For one attempt. */
  readonly timeLimitMs: number;
};

/** Long enough for a receiver that is waking up. */
const TIME_LIMIT_MS = 10_000;

type Variables = Pick<
  Env,
  "CONSOLE_URL" | "HOST" | "PORT" | "ALERT_GIVE_UP_HOURS" | "ALERT_WEBHOOKS_PRIVATE"
>;

export const alertSettings = (env: Variables): AlertSettings => ({
  consoleUrl: env.CONSOLE_URL ?? `http://${env.HOST === "::1" ? "[::1]" : env.HOST}:${env.PORT}`,
  mayBePrivate: env.ALERT_WEBHOOKS_PRIVATE,
  giveUpAfterMs: env.ALERT_GIVE_UP_HOURS * 60 * 60_000,
  timeLimitMs: TIME_LIMIT_MS,
});
