/**
 * Deletes contacts, or takes them off a list: both by ids in the query, both later.
 *
 * Reads  : the query, contacts, lists.
 * Writes : one job.
 * Used by: `contact-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_contacts_v3.json` `DELETE /v3/marketing/contacts`,
 *      `tsg_mc_lists_v3.json` `DELETE /v3/marketing/lists/{id}/contacts`
 */
import { readCounts } from "../account/contact-counts.ts";
import { jobFateOf } from "../faults/fault.ts";
import type { Endpoint, Endpoints } from "../http/endpoint.ts";
import { errorBody, LIST_NOT_FOUND } from "../http/errors.ts";
import { parameter } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";

/** Recorded on a live account (sendgrid-nodejs#1185), `ids[]=…` being no `ids`. */
const IDS_REQUIRED = errorBody({
  message: "either 'ids' OR 'delete_all_contacts' should be supplied as query param",
});

export const deleteContacts: Endpoints = (simulation) => [fromAccount(simulation), fromList(simulation)];

const fromAccount = ({ contacts, ids, jobs, engine, database, clock }: Simulation): Endpoint => ({
  method: "DELETE",
  path: "/v3/marketing/contacts",
  scope: "marketing_campaigns.delete",
  answer: (request, reply) => {
    const given = splitIds(parameter(request.query, "ids"));
    const isAll = parameter(request.query, "delete_all_contacts") === "true";
    if (given.length === 0 && !isAll) return reply.code(400).send(IDS_REQUIRED);
    const known = contacts.byNumbers(given.map(ids.numberOf).filter((number) => number !== null));
    const numbers = known.map(({ number }) => number);
    const newest = contacts.page({ list: null, after: null, limit: 1, order: "newest" })[0]?.number ?? 0;
    const chunk = isAll
      ? ({ kind: "delete-all-contacts", payload: String(newest) } as const)
      : ({ kind: "delete-contacts", payload: JSON.stringify(numbers) } as const);
    const requested = isAll ? readCounts(database, clock()).contacts : given.length;
    const job = {
      type: "delete_contacts",
      listNumbers: [],
      requested,
      chunks: [{ ...chunk, size: requested }],
      fate: jobFateOf(request.fault),
    } as const;
    const jobId = jobs.accept({ ...job, rowErrors: [] }, clock());
    engine.wake();
    return reply.code(202).send({ job_id: jobId });
  },
});

const fromList = ({ contacts, lists, ids, jobs, engine, clock }: Simulation): Endpoint => ({
  method: "DELETE",
  path: "/v3/marketing/lists/:id/contacts",
  scope: "marketing_campaigns.delete",
  answer: (request, reply) => {
    const given = splitIds(parameter(request.query, "contact_ids"));
    if (given.length === 0) {
      return reply.code(400).send(errorBody({ field: "contact_ids", message: "contact_ids is required" }));
    }
    const list = lists.find(parameter(request.params, "id"));
    if (!list) return reply.code(404).send(LIST_NOT_FOUND);
    const known = contacts.byNumbers(given.map(ids.numberOf).filter((number) => number !== null));
    if (known.length < given.length) {
      return reply.code(404).send(errorBody({ field: "contact_ids", message: "contact not found" }));
    }
    const payload = JSON.stringify(known.map(({ number }) => number));
    const chunks = [{ kind: "remove-members", payload, size: known.length }] as const;
    const job = {
      type: "remove_contacts_from_list",
      listNumbers: [list.number],
      requested: known.length,
      fate: jobFateOf(request.fault),
    } as const;
    const jobId = jobs.accept({ ...job, chunks, rowErrors: [] }, clock());
    engine.wake();
    return reply.code(202).send({ job_id: jobId });
  },
});

const splitIds = (text: string): string[] => [...new Set(text.split(",").filter((id) => id !== ""))];
