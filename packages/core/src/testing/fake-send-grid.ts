import type { HttpRequest } from "../sendgrid/transport.ts";
import type { FakeAnswer } from "./fake-transport.ts";

/** How SendGrid tells that contacts are bad: all by index, the first by index, or none by name. */
export type Blame = "all" | "first" | "none";

export type FakeSendGridOptions = {
  readonly isBad?: (email: string) => boolean;
  readonly blame?: Blame;
  /** Larger bodies get a 413, in characters. */
  readonly maxBody?: number;
};

/** Takes upserts as SendGrid does: whole or not at all. */
export function fakeSendGrid({
  isBad = () => false,
  blame = "all",
  maxBody = 1e9,
}: FakeSendGridOptions = {}) {
  /** E-mails by job. */
  const jobs = new Map<string, readonly string[]>();

  function upsert({ body = "" }: HttpRequest): FakeAnswer {
    if (body.length > maxBody) return { status: 413, body: "<h1>Request Entity Too Large</h1>" };
    const { contacts } = JSON.parse(body) as { contacts: { email: string }[] };
    const emails = contacts.map(({ email }) => email);
    if (emails.some(isBad)) return { status: 400, body: { errors: errors(emails) } };
    const job_id = `job-${jobs.size + 1}`;
    jobs.set(job_id, emails);
    return { status: 202, body: { job_id } };
  }

  function errors(emails: readonly string[]) {
    if (blame === "none") return [{ message: "invalid contacts" }];
    const named = emails.flatMap((email, index) =>
      isBad(email) ? [{ field: `contacts[${index}].email`, message: `email '${email}' is not valid` }] : [],
    );
    return blame === "all" ? named : named.slice(0, 1);
  }

  return { jobs, upsert };
}
