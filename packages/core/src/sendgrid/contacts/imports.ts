/** Imports: contacts as a file, which goes to another company's storage and from there to SendGrid. */
import { fail, ok } from "../../result.ts";
import type { Answer, Calls } from "../call-sendgrid.ts";
import type { SendGridFailure } from "../sendgrid-failure.ts";
import type { WireImportStarted } from "../sendgrid-wire.ts";
import type { HttpRequest } from "../transport.ts";

export type ImportOperations = {
  /**
   * Asks where to upload a file of contacts. The job waits for it, for ever where none comes.
   *
   * @returns `list-gone` where one of the lists does not exist.
   * @see twilio/sendgrid-oai `spec/json/tsg_mc_contacts_v3.json`, operation `PUT /v3/marketing/contacts/imports`
   */
  startImport(request: ImportRequest, signal?: AbortSignal): Answer<ImportStarted>;
  /**
   * Uploads the file, CSV or CSV as gzip; `settleJob` then follows the job. May be repeated to the same address. The
   * key is not sent along.
   *
   * @returns `not-found` where the address is not good any more: another import has to be asked for.
   */
  uploadFile(
    started: ImportStarted,
    file: NonNullable<HttpRequest["upload"]>,
    signal?: AbortSignal,
  ): Answer<null>;
};

export type ImportRequest = {
  /** By position: the id of the field that each column fills. */
  readonly fieldMappings: readonly string[];
  readonly listIds: readonly string[];
};

export type ImportStarted = {
  readonly jobId: string;
  readonly uploadUrl: string;
  /** All of them are part of the address's signature. */
  readonly uploadHeaders: Readonly<Record<string, string>>;
};

const PATH = "/v3/marketing/contacts/imports";

export const importOperations = ({ call, sendFile }: Calls): ImportOperations => ({
  startImport({ fieldMappings, listIds }, signal) {
    const body = JSON.stringify({ file_type: "csv", field_mappings: fieldMappings, list_ids: listIds });
    return call({ method: "PUT", path: PATH, body, signal }, readImportStarted);
  },

  async uploadFile({ uploadUrl, uploadHeaders }, { bytes, stream }, signal) {
    const sent = await sendFile({ url: uploadUrl, headers: uploadHeaders, bytes, stream }, signal);
    return sent.ok ? ok(null) : fail(asOfStorage(sent.failure));
  },
});

function readImportStarted(wire: WireImportStarted): ImportStarted | null {
  const { job_id: jobId, upload_uri: uploadUrl, upload_headers } = wire;
  if (!jobId || !uploadUrl) return null;
  return {
    jobId,
    uploadUrl,
    uploadHeaders: Object.fromEntries((upload_headers ?? []).map(({ header, value }) => [header, value])),
  };
}

/**
 * A refusal of the storage's says nothing of the key or of the contacts. A 403 is an address that has expired; a 400 may
 * be a connection that was too slow for it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
function asOfStorage(failure: SendGridFailure): SendGridFailure {
  switch (failure.code) {
    case "forbidden":
      return { code: "not-found" };
    case "rejected":
    case "unauthorized":
      return { code: "unavailable", status: null, cause: "the file was not taken" };
    default:
      return failure;
  }
}
