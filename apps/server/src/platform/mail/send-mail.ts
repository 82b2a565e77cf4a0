/**
 * One mail to some people, over SMTP: within a time limit, encrypted, and told of each of them who has taken it.
 *
 * Reads  : the server's answers; their codes alone, nothing of their words.
 * Writes : nothing here: to the mail server.
 * Used by: the delivery of alerts.
 */
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { mailFailure } from "./mail-failure.ts";
import type { SmtpServer } from "./smtp-server.ts";

export type Mail = {
  /** Without brackets. The same whenever it is sent again, so that mailboxes know it. */
  readonly messageId: string;
  readonly date: Date;
  readonly from: { readonly name: string; readonly address: string };
  /** Whom it names. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** `code` is stable, e.g. `answered-550`; `isFinal`: the same mail would be refused again. */
export type MailFailure = { readonly code: string; readonly isFinal: boolean };

export type MailOutcome = {
  /** Of those it was to go to: whose server answers for it now. */
  readonly reached: readonly string[];
  /** Null: everybody. */
  readonly failure: MailFailure | null;
};

export type SendMailOptions = {
  /** Whom it goes to now; it may name more. At least one. */
  readonly recipients: readonly string[];
  /** For all of it: name, connection, TLS, the server's last word. */
  readonly timeLimitMs: number;
  readonly signal: AbortSignal;
};

/** @throws when the process stops. */
export async function sendMail(
  server: SmtpServer,
  mail: Mail,
  options: SendMailOptions,
): Promise<MailOutcome> {
  const { recipients, timeLimitMs, signal } = options;
  const limit = AbortSignal.timeout(timeLimitMs);
  const envelope = { from: mail.from.address, to: [...recipients] };
  try {
    const bytes = await compose(mail);
    const answer = await converse(server, envelope, bytes, AbortSignal.any([limit, signal]));
    const reached = recipients.filter((address) => answer.accepted.includes(address));
    const refusals = answer.rejectedErrors ?? [];
    return { reached, failure: reached.length === recipients.length ? null : mailFailure(refusals) };
  } catch (error) {
    signal.throwIfAborted();
    const failure = limit.aborted ? { code: "too-slow", isFinal: false } : mailFailure([error as Error]);
    return { reached: [], failure };
  }
}

function compose({ from, to, ...mail }: Mail): Promise<Buffer> {
  const options = {
    ...{ ...mail, from: { ...from }, to: [...to] },
    headers: { "auto-submitted": "auto-generated" }, // RFC 3834: no holiday notes, please
    ...{ newline: "\r\n", disableFileAccess: true, disableUrlAccess: true },
  };
  return new MailComposer(options).compile().build();
}

type Envelope = { readonly from: string; readonly to: string[] };
type Answer = Parameters<Parameters<SMTPConnection["send"]>[2]>[1];

/** A conversation of its own for each mail: alerts are few. */
function converse(
  { host, port, tls, login }: SmtpServer,
  envelope: Envelope,
  mail: Buffer,
  signal: AbortSignal,
): Promise<Answer> {
  const connection = new SMTPConnection({
    ...{ host, port, secure: tls === "AT_ONCE", requireTLS: tls === "STARTTLS", ignoreTLS: tls === "NONE" },
    socketCloseTimeout: 1_000,
  });
  const conversation = new Promise<Answer>((resolve, reject) => {
    const send = () =>
      connection.send(envelope, mail, (error, answer) => (error ? reject(error) : resolve(answer)));
    const signIn = ({ user, password }: NonNullable<typeof login>) =>
      connection.login({ user, pass: password.reveal() }, (error) => (error ? reject(error) : send()));
    connection.on("error", reject);
    connection.once("end", () => reject(new Error("The connection has ended."))); // of no effect once there is an answer
    signal.addEventListener("abort", () => connection.close(), { once: true });
    signal.throwIfAborted();
    connection.connect((error) => {
      if (error) reject(error);
      else if (login) signIn(login);
      else send();
    });
  });
  return conversation.finally(() => connection.quit());
}
