import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type ContactDetails, contactDetails } from "../contacts/contact-details.ts";
import { originOf } from "../http/endpoint.ts";
import type { Simulation } from "../simulation.ts";

const Query = z.strictObject({
  /** A list's id. */
  list: z.uuid().optional(),
  /** Id of the last contact of the page before. */
  after: z.string().optional(),
  subuser: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(100),
  order: z.enum(["oldest", "newest"]).default("oldest"),
});

/** One page of what is stored; `next` is the `after` of the page that follows, null on the last. */
export type ContactsPage = { readonly contacts: readonly ContactDetails[]; readonly next: string | null };

export function contactsPage(simulation: Simulation, request: FastifyRequest): ContactsPage {
  const { list, after, limit, order } = Query.parse(request.query);
  const listNumber = list === undefined ? null : simulation.lists.find(list)?.number;
  if (listNumber === undefined) return { contacts: [], next: null };
  const afterNumber = after === undefined ? null : simulation.ids.numberOf(after);
  const found = simulation.contacts.page({ list: listNumber, after: afterNumber, limit: limit + 1, order });
  const contacts = contactDetails(simulation, found.slice(0, limit), originOf(request));
  return { contacts, next: found.length > limit ? (contacts.at(-1)?.id ?? null) : null };
}
