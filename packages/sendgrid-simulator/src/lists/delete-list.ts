/**
 * `DELETE /v3/marketing/lists/{id}`: the list goes at once; its contacts stay, or go later if asked for.
 *
 * Reads  : the list.
 * Writes : list, one job.
 * Used by: `list-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_mc_lists_v3.json`, operation `DELETE /v3/marketing/lists/{id}`
 */
import type { Endpoint } from "../http/endpoint.ts";
import { LIST_NOT_FOUND } from "../http/errors.ts";
import { parameter } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";

export const deleteList = ({ lists, jobs, engine, clock }: Simulation): Endpoint => ({
  method: "DELETE",
  path: "/v3/marketing/lists/:id",
  scope: "marketing_campaigns.delete",
  answer: (request, reply) => {
    const list = lists.find(parameter(request.params, "id"));
    if (!list) return reply.code(404).send(LIST_NOT_FOUND);
    const isWithContacts = parameter(request.query, "delete_contacts") === "true";
    const work = isWithContacts
      ? ({ type: "delete_contacts", kind: "delete-members" } as const)
      : ({ type: "forget_list", kind: "forget-members" } as const);
    const chunks = [{ kind: work.kind, payload: String(list.number), size: list.contactCount }];
    const job = { type: work.type, listNumbers: [], requested: list.contactCount, chunks, rowErrors: [] };
    lists.remove(list.id);
    const jobId = jobs.accept(job, clock());
    engine.wake();
    return isWithContacts ? { job_id: jobId } : reply.code(204).send();
  },
});
