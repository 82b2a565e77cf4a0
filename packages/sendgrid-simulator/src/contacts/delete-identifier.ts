/**
 * `DELETE /v3/marketing/contacts/{id}/identifiers`: takes one identifier off a contact, later.
 *
 * Reads  : the request, contacts.
 * Writes : one job.
 * Used by: `contact-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operation `DeleteContactIdentifier`
 */
import { jobFateOf } from "../faults/fault.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { errorBody } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import type { IdentifierRemoval } from "./apply-identifier-removal.ts";

const TYPES: ReadonlyMap<unknown, IdentifierRemoval["type"]> = new Map([
  ["EMAIL", "email"],
  ["PHONENUMBERID", "phone_number_id"],
  ["EXTERNALID", "external_id"],
  ["ANONYMOUSID", "anonymous_id"],
] as const);

export const deleteIdentifier = ({ contacts, ids, jobs, engine, clock }: Simulation): Endpoint => ({
  method: "DELETE",
  path: "/v3/marketing/contacts/:id/identifiers",
  scope: "marketing_campaigns.delete",
  answer: (request, reply) => {
    const type = TYPES.get(property(request.body, "identifier_type"));
    const value = property(request.body, "identifier_value");
    if (!type) {
      const message = `must be one of ${[...TYPES.keys()].join(", ")}`;
      return reply.code(400).send(errorBody({ field: "identifier_type", message }));
    }
    if (typeof value !== "string" || value === "") {
      return reply.code(400).send(errorBody({ field: "identifier_value", message: "is required" }));
    }
    const contact = ids.numberOf(parameter(request.params, "id"));
    if (contact === null || contacts.byNumbers([contact]).length === 0) {
      return reply.code(404).send(errorBody({ field: "contact_id", message: "contact not found" }));
    }
    const removal: IdentifierRemoval = {
      contact,
      type,
      value: type === "email" ? value.toLowerCase() : value,
    };
    const chunk = { kind: "delete-identifier", payload: JSON.stringify(removal), size: 1 } as const;
    const job = { type: "delete_contact_identifier", listNumbers: [], requested: 1, rowErrors: [] } as const;
    const jobId = jobs.accept({ ...job, chunks: [chunk], fate: jobFateOf(request.fault) }, clock());
    engine.wake();
    return reply.code(202).send({ job_id: jobId });
  },
});
