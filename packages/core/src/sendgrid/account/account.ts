/** The account behind the key: what it may do, and how full it is. */
import type { Answer, Calls } from "../call-sendgrid.ts";
import {
  type Account,
  type ContactCounts,
  readAccount,
  readContactCounts,
  readScopes,
} from "../read-answers.ts";

export type AccountOperations = {
  /** What the key may do. */
  scopes(signal?: AbortSignal): Answer<readonly string[]>;
  /** Free or paid. Needs the scope `user.account.read`, which a key for marketing alone lacks. */
  account(signal?: AbortSignal): Answer<Account>;
  contactCounts(signal?: AbortSignal): Answer<ContactCounts>;
};

export const accountOperations = ({ call }: Calls): AccountOperations => ({
  scopes: (signal) => call({ method: "GET", path: "/v3/scopes", signal }, readScopes),

  account: (signal) => call({ method: "GET", path: "/v3/user/account", signal }, readAccount),

  contactCounts: (signal) =>
    call({ method: "GET", path: "/v3/marketing/contacts/count", signal }, readContactCounts),
});
