/**
 * `PUT /v3/marketing/contacts`: checks at once, applies later.
 *
 * Reads  : the request, the account's fields and lists.
 * Writes : one job.
 * Used by: `contact-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json`, operation `PUT /v3/marketing/contacts`
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { contactLimitProblem } from "../account/contact-limit.ts";
import { jobFateOf } from "../faults/fault.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { errorBody, type WireError } from "../http/errors.ts";
import { property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { checkContacts } from "./check-contacts.ts";
import { upsertChunks } from "./upsert-chunks.ts";

const MAX_CONTACTS = 30_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const upsertContacts = (simulation: Simulation): Endpoint => ({
  method: "PUT",
  path: "/v3/marketing/contacts",
  scope: "marketing_campaigns.update",
  answer: async (request, reply) => {
    const { fields, lists, jobs, engine, settings, clock } = simulation;
    const acceptedAt = clock();
    if (request.bodyBytes > settings.maxBodyBytes) {
      return reply.code(settings.oversizeStatus).send(errorBody({ message: "request body too large" }));
    }
    const contacts = property(request.body, "contacts");
    const listIds = property(request.body, "list_ids") ?? [];
    const problem = contactsProblem(contacts) ?? listIdsProblem(listIds) ?? contactLimitProblem(simulation);
    if (problem) return reply.code(400).send(errorBody(problem));

    // Reading, checking and storing 30,000 rows take up to 100 ms each: other calls have their turn in between.
    await nextTurn();
    const usable = fields.usable(acceptedAt, settings.fieldDelayMs);
    const { errors, rows, rowErrors } = checkContacts(contacts as unknown[], usable);
    if (errors.length > 0) return reply.code(400).send(errorBody(...errors));

    await nextTurn();
    const wanted = new Set(listIds as string[]);
    const listNumbers = [...wanted].flatMap((id) => lists.find(id)?.number ?? []);
    if (listNumbers.length < wanted.size) {
      return reply.code(404).send(errorBody({ field: "list_ids", message: "list not found" }));
    }
    const requested = rows.length + rowErrors.length;
    const job = {
      type: "upsert_contacts",
      listNumbers,
      requested,
      chunks: upsertChunks(rows, settings.contactLimit !== null),
      rowErrors,
      fate: jobFateOf(request.fault),
    } as const;
    const jobId = jobs.accept(job, acceptedAt);
    engine.wake();
    return reply.code(202).send({ job_id: jobId });
  },
});

function contactsProblem(contacts: unknown): WireError | null {
  if (!Array.isArray(contacts)) return { field: "contacts", message: "contacts is required" };
  if (contacts.length < 1) return { field: "contacts", message: "at least one contact is required" };
  if (contacts.length > MAX_CONTACTS)
    return { field: "contacts", message: `at most ${MAX_CONTACTS} contacts are allowed` };
  return null;
}

function listIdsProblem(listIds: unknown): WireError | null {
  if (!Array.isArray(listIds)) return { field: "list_ids", message: "must be an array" };
  const wrong = listIds.findIndex((id) => typeof id !== "string" || !UUID.test(id));
  return wrong < 0 ? null : { field: `list_ids[${wrong}]`, message: "must be a UUID" };
}
