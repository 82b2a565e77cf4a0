/**
 * `PUT /v3/marketing/contacts/imports`: says where to upload a file of contacts.
 *
 * Reads  : the request, the account's fields and lists.
 * Writes : one job, which is pending until the file was uploaded and applied.
 * Used by: `contact-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operation `PUT /v3/marketing/contacts/imports`
 */
import { contactLimitProblem } from "../account/contact-limit.ts";
import { jobFateOf } from "../faults/fault.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { errorBody } from "../http/errors.ts";
import { property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { type FieldMappings, mappingProblem } from "./field-mapping.ts";
import { UPLOAD_HEADERS, uploadPath } from "./upload-link.ts";

export const startImport = (simulation: Simulation): Endpoint => ({
  method: "PUT",
  path: "/v3/marketing/contacts/imports",
  scope: "marketing_campaigns.update",
  answer: (request, reply) => {
    const { fields, lists, imports, links, settings, clock } = simulation;
    const mappings = property(request.body, "field_mappings");
    const listIds = property(request.body, "list_ids") ?? [];
    if (property(request.body, "file_type") !== "csv") {
      return reply.code(400).send(errorBody({ field: "file_type", message: "must be csv" }));
    }
    const problem = mappingProblem(mappings, fields.usable(clock(), settings.fieldDelayMs));
    if (problem) return reply.code(400).send(errorBody(problem));
    if (!Array.isArray(listIds) || listIds.some((id) => typeof id !== "string")) {
      return reply.code(400).send(errorBody({ field: "list_ids", message: "must be an array of strings" }));
    }
    const wanted = new Set(listIds as string[]);
    const listNumbers = [...wanted].flatMap((id) => lists.find(id)?.number ?? []);
    if (listNumbers.length < wanted.size) {
      return reply.code(404).send(errorBody({ field: "list_ids", message: "list not found" }));
    }
    const problemOfLimit = contactLimitProblem(simulation);
    if (problemOfLimit) return reply.code(400).send(errorBody(problemOfLimit));
    const jobId = imports.start(
      { mappings: mappings as FieldMappings, listNumbers, fate: jobFateOf(request.fault) },
      clock(),
    );
    const expiresAt = clock() + settings.uploadLinkMs;
    return {
      job_id: jobId,
      upload_uri: links.url(request, { method: "PUT", path: uploadPath(jobId), expiresAt }),
      upload_headers: UPLOAD_HEADERS,
    };
  },
});
