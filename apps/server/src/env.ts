import { z } from "zod";
import { CRASH_POINTS } from "./platform/crash-points/crash-points.ts";
import { readSmtpUrl } from "./platform/mail/smtp-server.ts";
import { Secret } from "./platform/secrets/secret.ts";

const flag = z.enum(["0", "1"]).transform((value) => value === "1");

const ROLES = ["all", "api", "worker"] as const;
export type Role = (typeof ROLES)[number];

/** Every variable the server reads: type, default, effect. Nothing else reads `process.env`. */
const Env = z
  .object({
    /** TCP port for HTTP and WebSocket. 0 takes a free one. */
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    /** Address to listen on. There is no sign-in yet, so anything but this machine is refused. */
    HOST: z.enum(["127.0.0.1", "::1", "localhost"]).default("127.0.0.1"),
    /** What this process does: serves people and enqueues, works on what is enqueued, or both. */
    ROLE: z.enum(ROLES).default("all"),
    /** Folder of the embedded database and the key file. */
    DATA_DIR: z.string().min(1).default(".data"),
    /** PostgreSQL to use instead of the embedded one. */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** The same PostgreSQL past a pooler of transactions, for what needs a session: migrations, LISTEN, the task queue. */
    DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    /** In the place of SendGrid's own hosts, whatever a destination's region. The operator's to set, never a user's. */
    SENDGRID_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** 1: SENDGRID_BASE_URL is the simulator; offers its keys and sample data. */
    SANDBOX: flag.default(false),
    /** The most upserts that one run may take; one that would take more goes by file. */
    MAX_UPSERTS_PER_RUN: z.coerce.number().int().min(0).default(100),
    /** Folder of the built console; absent: no console is served. */
    CONSOLE_DIR: z.string().min(1).optional(),
    /** Where people reach the console, e.g. `https://keruen.example.com`: links in alerts begin with it. Absent: HOST and PORT. */
    CONSOLE_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** After so many hours an alert that nobody takes is given up. */
    ALERT_GIVE_UP_HOURS: z.coerce.number().min(0).max(720).default(24),
    /** 1: webhooks may go to private addresses, and without TLS. */
    ALERT_WEBHOOKS_PRIVATE: flag.default(false),
    /** The mail server that takes alerts: `smtps://user:password@host:465`, or `smtp://…:587` where TLS comes by STARTTLS. */
    SMTP_URL: z
      .string()
      .refine((url) => readSmtpUrl(url) !== null, "a URL such as smtps://user:password@host:465")
      .transform((url) => new Secret(url))
      .optional(),
    /** The address that mail comes from. */
    SMTP_FROM: z.email().optional(),
    /** 1: mail goes to an `smtp:` server without TLS, and so without a password. */
    SMTP_PLAIN: flag.default(false),
    /** For chaos runs alone: `before-record-batch:2` lets the process die there, as by kill -9, the second time it comes by. */
    CRASH_AT: z
      .string()
      .regex(/^[a-z-]+:[1-9][0-9]*$/)
      .transform((text) => ({ point: text.split(":")[0], times: Number(text.split(":")[1]) }))
      .pipe(z.object({ point: z.enum(CRASH_POINTS), times: z.number() }))
      .optional(),
    /** After so many days who was in a run is no longer kept; its counts are. Refreshes and alerts go too. */
    RETENTION_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
    /** Outcomes that all runs together may keep; where there are more, the oldest runs' go sooner. */
    RETENTION_MAX_OUTCOMES: z.coerce.number().int().min(0).default(100_000_000),
    /** Least severe line that is logged. */
    LOG_LEVEL: z.enum(["silent", "fatal", "error", "warn", "info", "debug"]).default("info"),
  })
  .refine(({ ROLE, DATABASE_URL }) => ROLE === "all" || DATABASE_URL !== undefined, {
    path: ["DATABASE_URL"],
    message: "needed where ROLE is not all: several processes share one PostgreSQL",
    when: ({ value }) => ROLES.includes((value as { ROLE: Role }).ROLE),
  })
  .refine(({ SMTP_URL, SMTP_FROM }) => (SMTP_URL === undefined) === (SMTP_FROM === undefined), {
    path: ["SMTP_FROM"],
    message: "set both SMTP_URL and SMTP_FROM, or neither",
    when: () => true,
  })
  .refine(({ SMTP_URL, SMTP_PLAIN }) => !SMTP_URL || readSmtpUrl(SMTP_URL.reveal(), SMTP_PLAIN) !== null, {
    path: ["SMTP_PLAIN"],
    message: "only with an smtp: URL without a password: it would go in clear",
    when: ({ value }) => (value as { SMTP_URL: unknown }).SMTP_URL instanceof Secret,
  });

export type Env = z.infer<typeof Env>;

/** @throws {Error} naming every wrong or missing variable at once, and never its value. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = Env.safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These environment variables need to be put right:\n${problems.join("\n")}`);
}
