/**
 * The file behind `errors_url`: the rows of a job that were not applied, as CSV.
 *
 * Reads  : the job's row errors, a page at a time.
 * Writes : nothing.
 * Used by: `build-server.ts`, at a path of its own: SendGrid serves it from storage, without the API key.
 *
 * SendGrid says "email addresses and error reasons"; the columns' names are not on record.
 */
import { Readable } from "node:stream";
import type { FastifyPluginAsync } from "fastify";
import { NOT_FOUND } from "../http/errors.ts";
import { parameter } from "../http/input.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Simulation } from "../simulation.ts";

const PAGE = 1_000;

export const errorsPath = (jobId: string): string => `/downloads/${jobId}/errors.csv`;

export const rowErrorsFile =
  ({ jobs }: Simulation): FastifyPluginAsync =>
  async (server) => {
    server.get(errorsPath(":id"), async (request, reply) => {
      const job = jobs.find(parameter(request.params, "id"));
      if (!job) return reply.code(404).send(NOT_FOUND);
      return reply.type("text/csv; charset=utf-8").send(Readable.from(csv(jobs, job.number)));
    });
  };

function* csv(jobs: JobStore, job: number): Generator<string> {
  yield '"email","error"\r\n';
  let after = -1;
  while (true) {
    const errors = jobs.rowErrors(job, after, PAGE);
    if (errors.length > 0)
      yield errors.map(({ identifier, message }) => `${quoted(identifier)},${quoted(message)}\r\n`).join("");
    if (errors.length < PAGE) return;
    after = errors.at(-1)?.number ?? after;
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
