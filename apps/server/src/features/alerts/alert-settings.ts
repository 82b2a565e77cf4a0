import type { Env } from "../../env.ts";
import { readSmtpUrl, type SmtpServer } from "../../platform/mail/smtp-server.ts";

/** What the operator decides about alerts. */
export type AlertSettings = {
  /** Where people reach the console: links begin with it. */
  readonly consoleUrl: string;
  /** Whether webhooks may go to private addresses, and without TLS. */
  readonly mayBePrivate: boolean;
  /** After so long an alert that nobody takes is given up. */
  readonly giveUpAfterMs: number;
  /** For one attempt at a webhook. */
  readonly timeLimitMs: number;
  /** Null: no mail server is set up. */
  readonly mail: MailSettings | null;
};

export type MailSettings = {
  readonly server: SmtpServer;
  /** An address. */
  readonly from: string;
  /** For one attempt. */
  readonly timeLimitMs: number;
};

/** Long enough for a receiver that is waking up. */
const TIME_LIMIT_MS = 10_000;
/** Mail servers greet strangers slowly and look into a mail before they take it; who hangs up on them has it sent twice. */
const MAIL_TIME_LIMIT_MS = 60_000;

type Variables = Pick<
  Env,
  | ("CONSOLE_URL" | "HOST" | "PORT" | "ALERT_GIVE_UP_HOURS" | "ALERT_WEBHOOKS_PRIVATE")
  | ("SMTP_URL" | "SMTP_FROM" | "SMTP_PLAIN")
>;

export const alertSettings = (env: Variables): AlertSettings => ({
  consoleUrl: env.CONSOLE_URL ?? `http://${env.HOST === "::1" ? "[::1]" : env.HOST}:${env.PORT}`,
  mayBePrivate: env.ALERT_WEBHOOKS_PRIVATE,
  giveUpAfterMs: env.ALERT_GIVE_UP_HOURS * 60 * 60_000,
  timeLimitMs: TIME_LIMIT_MS,
  mail: mailSettings(env),
});

function mailSettings({ SMTP_URL, SMTP_FROM, SMTP_PLAIN }: Variables): MailSettings | null {
  const server = SMTP_URL ? readSmtpUrl(SMTP_URL.reveal(), SMTP_PLAIN) : null;
  return server && SMTP_FROM ? { server, from: SMTP_FROM, timeLimitMs: MAIL_TIME_LIMIT_MS } : null;
}
