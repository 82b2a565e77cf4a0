/** The account behind the key: what it may do, and how full it is. */
import type { IdentifierCounts } from "../mapping/check-identifiers.ts";
import type { Answer, Calls } from "./call-sendgrid.ts";
import { readContactCount, readIdentifierCounts, readScopes } from "./read-answers.ts";

export type AccountOperations = {
  /** What the key may do. */
  scopes(signal?: AbortSignal): Answer<readonly string[]>;
  /** Contacts in the account. */
  contactCount(signal?: AbortSignal): Answer<number>;
  /** How many of them are known by what. */
  identifierCounts(signal?: AbortSignal): Answer<IdentifierCounts>;
};

export const accountOperations = ({ call }: Calls): AccountOperations => ({
  scopes: (signal) => call({ method: "GET", path: "/v3/scopes", signal }, readScopes),

  contactCount: (signal) =>
    call({ method: "GET", path: "/v3/marketing/contacts/count", signal }, readContactCount),

  identifierCounts: (signal) =>
    call({ method: "GET", path: "/v3/marketing/contacts/count", signal }, readIdentifierCounts),
});
