/**
 * Which of SendGrid's two ways up a run takes, by its size.
 *
 * Reads  : how many contacts there are, and how heavy they are.
 * Writes : nothing. Pure.
 * Used by: runs, before their first upload; the reason is shown with the run.
 */
import { UPSERT_LIMITS, type UpsertLimits } from "../upload/open-request.ts";

/** `upsert` is `PUT /v3/marketing/contacts`, `import` is a file for `PUT /v3/marketing/contacts/imports`. */
export type Route = "upsert" | "import";

/** Figures to show beside the choice. */
export type RouteReason = {
  /** The upserts it would take are no more, or more, than are to be spent on one run. */
  readonly code: "few-requests" | "many-requests";
  /** Upserts that the contacts would take. */
  readonly requests: number;
  readonly maxRequests: number;
};

export type RouteChoice = { readonly route: Route; readonly reason: RouteReason };

export type RouteOptions = {
  /** UTF-8 bytes of one contact's JSON. */
  readonly averageBytes?: number;
  /** The most upserts that one run may take. */
  readonly maxRequests?: number;
  readonly limits?: UpsertLimits;
};

/** An e-mail, a name, a place and three custom fields as compact JSON, measured. */
const AVERAGE_BYTES = 257;

/**
 * Half of the 200 calls a minute that one account was seen to allow: about 1,500,000 contacts of average size. The other
 * half is for other runs of the same key, which share the window. Below that an upsert is the better way: each answer
 * tells at once which contacts are bad, where an import tells it at its end alone, in one file.
 */
const MAX_REQUESTS = 100;

/**
 * Chooses by the number of upserts it would take.
 *
 * @example
 * chooseRoute(100_000); // { route: "upsert", reason: { code: "few-requests", requests: 7, maxRequests: 100 } }
 */
export function chooseRoute(
  contactCount: number,
  { averageBytes = AVERAGE_BYTES, maxRequests = MAX_REQUESTS, limits = UPSERT_LIMITS }: RouteOptions = {},
): RouteChoice {
  const byBytes = Math.floor(limits.maxBytes / (averageBytes + 1)); // 1 for the comma between two contacts
  const perRequest = Math.max(1, Math.min(limits.maxContacts, byBytes));
  const requests = Math.ceil(contactCount / perRequest);
  return requests > maxRequests
    ? { route: "import", reason: { code: "many-requests", requests, maxRequests } }
    : { route: "upsert", reason: { code: "few-requests", requests, maxRequests } };
}
