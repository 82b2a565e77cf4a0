/**
 * The file behind `errors_url`: the rows of a job that were not applied.
 *
 * Reads  : the job's row errors, a page at a time; the settings say in which format.
 * Writes : nothing.
 * Used by: `object-storage.ts`: SendGrid serves it from storage, without the API key.
 *
 * SendGrid says "email addresses and error reasons"; neither the format nor the columns' names are on record.
 */
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyPluginAsync } from "fastify";
import { parameter } from "../http/input.ts";
import type { JobStore } from "../jobs/job-store.ts";
import type { Link } from "../object-storage/signed-links.ts";
import { sendStorageError } from "../object-storage/storage-errors.ts";
import type { Settings } from "../settings.ts";
import type { RowError } from "./check-contacts.ts";

const PAGE = 1_000;

/** The longest that S3 signs a link for. A choice. */
const LINK_MS = 7 * 24 * 3_600_000;

const errorsPath = (jobId: string): string => `/jobs/${jobId}/errors`;

export const errorsLink = ({ id, acceptedAt }: { id: string; acceptedAt: number }): Link => ({
  method: "GET",
  path: errorsPath(id),
  expiresAt: acceptedAt + LINK_MS,
});

export const rowErrorsFile: FastifyPluginAsync = async (server) => {
  server.get(errorsPath(":id"), async (request, reply) => {
    const { jobs, settings } = request.account;
    const job = jobs.find(parameter(request.params, "id"));
    if (!job) return sendStorageError(reply, "NoSuchKey");
    const { type, isPacked, write } = FORMATS[settings.errorsFile];
    const text = Readable.from(write(pages(jobs, job.number)));
    return reply.type(type).send(isPacked ? text.pipe(createGzip()) : text);
  });
};

type Pages = Iterable<readonly RowError[]>;
type Format = {
  readonly type: string;
  readonly isPacked: boolean;
  readonly write: (pages: Pages) => Iterable<string>;
};

const FORMATS: Readonly<Record<Settings["errorsFile"], Format>> = {
  csv: { type: "text/csv; charset=utf-8", isPacked: false, write: csv },
  "csv-gzip": { type: "application/octet-stream", isPacked: true, write: csv },
  json: { type: "application/json; charset=utf-8", isPacked: false, write: json },
  ndjson: { type: "application/x-ndjson; charset=utf-8", isPacked: false, write: ndjson },
};

function* pages(jobs: JobStore, job: number): Generator<readonly RowError[]> {
  let after = -1;
  while (true) {
    const errors = jobs.rowErrors(job, after, PAGE);
    if (errors.length > 0) yield errors;
    if (errors.length < PAGE) return;
    after = errors.at(-1)?.number ?? after;
  }
}

function* csv(found: Pages): Generator<string> {
  yield '"email","error"\r\n';
  for (const errors of found)
    yield errors.map(({ identifier, message }) => `${quoted(identifier)},${quoted(message)}\r\n`).join("");
}

function* json(found: Pages): Generator<string> {
  let mark = "[";
  for (const errors of found) {
    yield mark + errors.map(object).join(",");
    mark = ",";
  }
  yield mark === "[" ? "[]" : "]";
}

function* ndjson(found: Pages): Generator<string> {
  for (const errors of found) yield errors.map((error) => `${object(error)}\n`).join("");
}

const object = ({ identifier, message }: RowError): string =>
  JSON.stringify({ email: identifier, error: message });

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
