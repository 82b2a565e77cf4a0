/** The account behind the key: what it may do, and how full it is. */
import type { Answer, Calls } from "./call-sendgrid.ts";
import { readContactCount, readScopes } from "./read-answers.ts";

export type AccountOperations = {
  /** What the key may do. */
  scopes(signal?: AbortSignal): Answer<readonly string[]>;
  /** Contacts in the account. */
  contactCount(signal?: AbortSignal): Answer<number>;
};

export const accountOperations = ({ call }: Calls): AccountOperations => ({
  scopes: (signal) => call({ method: "GET", path: "/v3/scopes", signal }, readScopes),

  contactCount: (signal) =>
    call({ method: "GET", path: "/v3/marketing/contacts/count", signal }, readContactCount),
});
