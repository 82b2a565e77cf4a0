import { fail, ok } from "../result.ts";
import type { Clock } from "../sendgrid/clock.ts";
import type { ListMember } from "../sendgrid/files/read-export-file.ts";
import type { SendGridClient } from "../sendgrid/sendgrid-client.ts";

/** How long SendGrid takes with a job, by every recording. */
const JOB_MS = 30_000;

/** An account with one list, whose removals take effect when their job is done, whoever asks after it. */
export function fakeListAccount(clock: Clock, members: readonly ListMember[]) {
  const list = new Map(members.map(({ email, contactId }) => [contactId, email]));
  const known = new Set(list.keys());
  const jobs: { readonly contactIds: readonly string[]; readonly endsAtMs: number; isDone: boolean }[] = [];
  let exported: readonly ListMember[] = [];

  function applyJobs() {
    for (const job of jobs) {
      if (job.isDone || job.endsAtMs > clock.now()) continue;
      job.isDone = true;
      for (const id of job.contactIds) list.delete(id);
    }
  }

  const client = {
    async startExport() {
      applyJobs();
      exported = [...list].map(([contactId, email]) => ({ email, contactId }));
      return ok({ exportId: "e1" });
    },
    async export() {
      const urls = exported.length === 0 ? [] : ["https://files.test/0", "https://files.test/1"];
      const contactCount = exported.length;
      return ok({ status: "ready", urls, contactCount, expiresAtMs: null, message: null } as const);
    },
    async downloadExport(url, take) {
      const file = exported.filter((_, index) => url.endsWith(String(index % 2)));
      await take(file);
      return ok({ members: file.length });
    },
    async list(id) {
      return ok({ id, name: "List", contactCount: list.size });
    },
    async removeFromList(_listId, contactIds) {
      if (!contactIds.every((id) => known.has(id))) return fail({ code: "not-found" });
      jobs.push({ contactIds, endsAtMs: clock.now() + JOB_MS, isDone: false });
      return ok({ jobId: String(jobs.length - 1) });
    },
    async job(id) {
      applyJobs();
      const job = jobs[Number(id)];
      if (!job) return fail({ code: "not-found" });
      const counts = { requestedCount: null, createdCount: null, updatedCount: null, erroredCount: null };
      return ok({ ...counts, status: job.isDone ? "completed" : "pending", errorsUrl: null });
    },
  } satisfies Partial<SendGridClient>;

  return {
    client,
    jobs,
    /** Contacts the account knows; to take one out is to delete it. */
    known,
    has: (address: string) => [...list].some(([id, email]) => email === address && known.has(id)),
    addresses: () => [...list.values()].sort(),
  };
}
