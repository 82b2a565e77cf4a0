import { Secret } from "../secrets/secret.ts";

/** A mail server that takes what we send, and how to speak to it. */
export type SmtpServer = {
  readonly host: string;
  readonly port: number;
  /** From the first byte, before anything is said that matters, or not at all. */
  readonly tls: "AT_ONCE" | "STARTTLS" | "NONE";
  readonly login: { readonly user: string; readonly password: Secret } | null;
};

/** By RFC 8314 and RFC 6409. */
const USUAL_PORT = { "smtps:": 465, "smtp:": 587 } as const;

/**
 * Reads what the operator has set.
 *
 * @param url - `smtps://user:password@host:465`, where TLS comes at once, or `smtp://…:587`, where it comes by STARTTLS.
 * Signs that mean something in a URL are written as `%40` and the like.
 * @param isPlain - of `smtp:` alone: without TLS, and so without a password.
 * @returns null where it is no such URL, or where a password would go in clear.
 */
export function readSmtpUrl(url: string, isPlain = false): SmtpServer | null {
  const parsed = URL.parse(url);
  const protocol = parsed?.protocol;
  if (!parsed || (protocol !== "smtp:" && protocol !== "smtps:") || parsed.hostname === "") return null;
  const user = decode(parsed.username);
  const password = decode(parsed.password);
  if (user === null || password === null || (user === "") !== (password === "")) return null;
  if (isPlain && (protocol === "smtps:" || user !== "")) return null;
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ""),
    port: parsed.port === "" ? USUAL_PORT[protocol] : Number(parsed.port),
    tls: protocol === "smtps:" ? "AT_ONCE" : isPlain ? "NONE" : "STARTTLS",
    login: user === "" ? null : { user, password: new Secret(password) },
  };
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
