import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { SmtpServer } from "../platform/mail/smtp-server.ts";
import { LOCALHOST } from "./localhost-certificate.ts";

/** A mail that the server has seen whole, whether it then took it or not. */
export type SeenMail = { readonly from: string; readonly to: readonly string[]; readonly raw: string };

/** What the server says to a mail: nothing takes it, a code refuses it, `drop` hangs up without a word. */
type Answer = "take" | "drop" | number;

export type MailServerOptions = {
  /** Plain unless told otherwise. */
  readonly tls?: "AT_ONCE" | "STARTTLS" | "NONE";
  readonly login?: { readonly user: string; readonly password: string };
  /** With another certificate, e.g. none that is trusted. */
  readonly certificate?: Pick<SMTPServerOptions, "cert" | "key">;
};

/** Somebody's mail server, over SMTP, on this machine. It takes everything unless told otherwise, mail by mail. */
export async function aMailServer({ tls = "NONE", login, certificate = LOCALHOST }: MailServerOptions = {}) {
  const seen: SeenMail[] = [];
  const answers: Answer[] = [];
  const refused = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    ...{ ...certificate, secure: tls === "AT_ONCE", logger: false, closeTimeout: 100 },
    disabledCommands: [...(tls === "STARTTLS" ? [] : ["STARTTLS"]), ...(login ? [] : ["AUTH"])],
    authOptional: login === undefined,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.password
        ? done(null, { user: username })
        : done(refusal(535)),
    onRcptTo({ address }, _session, done) {
      const code = refused.get(address);
      done(code ? refusal(code) : null);
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        const to = envelope.rcptTo.map(({ address }) => address);
        seen.push({ from, to, raw: Buffer.concat(chunks).toString() });
        const answer = answers.shift() ?? "take";
        if (answer === "drop") for (const socket of sockets) socket.destroy();
        else done(answer === "take" ? null : refusal(answer));
      });
    },
  });
  server.on("error", () => undefined); // of connections that break, as tests want them to
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    at: { host: "localhost", port, tls, login: null } satisfies SmtpServer,
    seen,
    /** What the next mails get, one each. */
    answer: (...next: readonly Answer[]) => void answers.push(...next),
    /** Whom it does not take mail for, by address, with the code that it says. */
    refused,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
export type MailServer = Awaited<ReturnType<typeof aMailServer>>;

const refusal = (responseCode: number) => Object.assign(new Error("No."), { responseCode });
