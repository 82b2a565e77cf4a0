/**
 * `/v3/suppression/…`: who gets no mail from the account, kind by kind, and `/v3/asm/suppressions/global`.
 *
 * Reads  : the suppression store.
 * Writes : the suppression store.
 * Used by: `suppression-endpoints.ts`.
 *
 * @see sendgrid-oai `tsg_suppressions_v3.json`
 */
import type { Endpoint, Endpoints } from "../http/endpoint.ts";
import { errorBody } from "../http/errors.ts";
import { parameter, property } from "../http/input.ts";
import type { Simulation } from "../simulation.ts";
import { emailsOf, NO_EMAILS } from "./recipient-emails.ts";
import { SUPPRESSION_KINDS, type SuppressionKind, suppressionDetails } from "./suppression-kinds.ts";
import type { PageQuery } from "./suppression-store.ts";

const GLOBAL = "/v3/asm/suppressions/global";
const MAX_LIMIT = 500;

export const accountSuppressions: Endpoints = (simulation) => [
  ...SUPPRESSION_KINDS.map((kind) => listKind(kind, simulation)),
  ...SUPPRESSION_KINDS.filter((kind) => kind !== "unsubscribes").flatMap((kind) => [
    readOne(kind, simulation),
    removeOne(kind, simulation),
    removeMany(kind, simulation),
  ]),
  ...globalUnsubscribes(simulation),
];

const listKind = (kind: SuppressionKind, { suppressions }: Simulation): Endpoint => ({
  method: "GET",
  path: `/v3/suppression/${kind}`,
  scope: "suppression.read",
  answer: (request, reply) => {
    const page = pageQuery(request.query);
    if (page === null)
      return reply.code(400).send(errorBody({ message: `limit must be between 1 and ${MAX_LIMIT}` }));
    return suppressions.page(kind, page).map((found) => suppressionDetails(kind, found));
  },
});

const readOne = (kind: SuppressionKind, { suppressions }: Simulation): Endpoint => ({
  method: "GET",
  path: `/v3/suppression/${kind}/:email`,
  scope: "suppression.read",
  answer: (request) =>
    suppressions
      .among(kind, [parameter(request.params, "email")])
      .map((found) => suppressionDetails(kind, found)),
});

const removeOne = (kind: SuppressionKind, { suppressions }: Simulation): Endpoint => ({
  method: "DELETE",
  path: `/v3/suppression/${kind}/:email`,
  scope: "suppression.delete",
  answer: (request, reply) => {
    suppressions.remove(kind, [parameter(request.params, "email")]);
    return reply.code(204).send();
  },
});

const removeMany = (kind: SuppressionKind, { suppressions }: Simulation): Endpoint => ({
  method: "DELETE",
  path: `/v3/suppression/${kind}`,
  scope: "suppression.delete",
  answer: (request, reply) => {
    const emails = emailsOf(request.body, "emails");
    if (property(request.body, "delete_all") === true) suppressions.removeAll(kind);
    else if (emails) suppressions.remove(kind, emails);
    else
      return reply.code(400).send(errorBody({ message: "either delete_all or emails should be supplied" }));
    return reply.code(204).send();
  },
});

const globalUnsubscribes = ({ suppressions, clock }: Simulation): Endpoint[] => [
  {
    method: "POST",
    path: GLOBAL,
    scope: "suppression.create",
    answer: (request, reply) => {
      const emails = emailsOf(request.body, "recipient_emails");
      if (!emails) return reply.code(400).send(NO_EMAILS);
      suppressions.add("unsubscribes", emails, Math.floor(clock() / 1_000));
      return reply.code(201).send({ recipient_emails: emails });
    },
  },
  {
    method: "GET",
    path: `${GLOBAL}/:email`,
    scope: "suppression.read",
    answer: (request) => {
      const [found] = suppressions.among("unsubscribes", [parameter(request.params, "email")]);
      return found ? { recipient_email: found.email } : {};
    },
  },
  {
    method: "DELETE",
    path: `${GLOBAL}/:email`,
    scope: "suppression.delete",
    answer: (request, reply) => {
      suppressions.remove("unsubscribes", [parameter(request.params, "email")]);
      return reply.code(204).send();
    },
  },
];

/** Null where it asks for what there is not. */
function pageQuery(query: unknown): PageQuery | null {
  const number = (name: string, otherwise: number): number => Number(parameter(query, name) || otherwise);
  const page = {
    startTime: number("start_time", 0),
    endTime: number("end_time", Number.MAX_SAFE_INTEGER),
    limit: number("limit", MAX_LIMIT),
    offset: number("offset", 0),
  };
  const isGood = Object.values(page).every((value) => Number.isSafeInteger(value) && value >= 0);
  return isGood && page.limit >= 1 && page.limit <= MAX_LIMIT
    ? { ...page, email: parameter(query, "email").replace(/%$/, "") }
    : null;
}
