/**
 * `GET /v3/marketing/contacts/imports/{id}`: how far a job is.
 *
 * Reads  : the job.
 * Writes : nothing.
 * Used by: `contact-endpoints.ts`.
 *
 * A job says `pending` until some time after its last contact was applied, counts growing meanwhile: a live one was
 * seen to be pending with `created_count` complete (2026). `finished_at` and `errors_url` come with the end.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, schema `ContactImport`
 */
import type { FastifyRequest } from "fastify";
import type { Endpoint } from "../http/endpoint.ts";
import { NOT_FOUND } from "../http/errors.ts";
import { parameter } from "../http/input.ts";
import type { Job } from "../jobs/job-store.ts";
import type { Simulation } from "../simulation.ts";
import { errorsLink } from "./row-errors-file.ts";

export const importStatus = (simulation: Simulation): Endpoint => ({
  method: "GET",
  path: "/v3/marketing/contacts/imports/:id",
  scope: "marketing.read",
  answer: (request, reply) => {
    const job = simulation.jobs.find(parameter(request.params, "id"));
    const hasVanished = job?.fate === "vanish-job" && job.appliedAt !== null;
    return job && !hasVanished ? jobStatus(job, simulation, request) : reply.code(404).send(NOT_FOUND);
  },
});

/** A job as SendGrid tells of it. */
export function jobStatus(job: Job, { settings, clock, links }: Simulation, request: FastifyRequest) {
  const finishedAt =
    job.appliedAt === null || job.fate === "stuck-job"
      ? Number.POSITIVE_INFINITY
      : job.appliedAt + settings.jobLingerMs;
  const isFinished = finishedAt <= clock();
  const errors = { errored_count: job.errored, errors_url: links.url(request, errorsLink(job)) };
  return {
    id: job.id,
    status: isFinished ? finalStatus(job) : "pending",
    job_type: job.type,
    results: {
      requested_count: job.requested,
      ...(job.created > 0 && { created_count: job.created }),
      ...(job.updated > 0 && { updated_count: job.updated }),
      ...(job.deleted > 0 && { deleted_count: job.deleted }),
      ...(isFinished && job.errored > 0 && errors),
    },
    started_at: new Date(job.acceptedAt).toISOString(),
    ...(isFinished && { finished_at: new Date(finishedAt).toISOString() }),
  };
}

/** "Errored means finished with some errors. Failed means finished with all errors." */
const finalStatus = ({ errored, requested }: Job): "completed" | "errored" | "failed" => {
  if (errored === 0) return "completed";
  return errored < requested ? "errored" : "failed";
};
