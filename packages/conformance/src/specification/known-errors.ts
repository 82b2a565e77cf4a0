/**
 * Where SendGrid's specification is wrong or silent, and what really happens.
 *
 * Each must still be met: one that no longer occurs, say because a newer file was copied here, fails the test that lists it.
 */
export type KnownError = { readonly violation: string; readonly reason: string };

const silentOnStatus = (call: string, status: number, documented: string, reason: string): KnownError => ({
  violation: `${call} → ${status}:  Unable to match the returned status code with those defined in the document: ${documented}`,
  reason,
});

const helpIsNull = (call: string): KnownError => ({
  violation: `${call} → 401: body.errors.0.help Response body property errors.0.help must be object`,
  reason: 'A 401 was recorded with "help": null (github.com/sendgrid/sendgrid-php/issues/793).',
});

const KEYS = "Every call can be refused for its key; for lists and fields the specification does not say so.";

export const KNOWN_IN_KEYS: readonly KnownError[] = [
  silentOnStatus("GET /v3/marketing/lists", 401, "200", KEYS),
  silentOnStatus("GET /v3/marketing/lists", 403, "200", KEYS),
  silentOnStatus("GET /v3/marketing/field_definitions", 401, "200", KEYS),
  silentOnStatus("GET /v3/marketing/field_definitions", 403, "200", KEYS),
  helpIsNull("GET /v3/marketing/contacts/count"),
];

export const KNOWN_IN_ACCOUNT: readonly KnownError[] = [
  {
    violation: "GET /v3/user/account:  Selected route not found",
    reason: "It is in another file of SendGrid's, `tsg_user_v3.json`, of which there is no copy here.",
  },
];

const UNREADABLE =
  "Any call can be refused for its key; for most suppressions the specification does not say so.";

export const KNOWN_IN_SUPPRESSIONS: readonly KnownError[] = [
  ...["unsubscribes", "spam_reports", "invalid_emails"]
    .map((kind) => `GET /v3/suppression/${kind}`)
    .concat("GET /v3/asm/groups", "GET /v3/asm/groups/1/suppressions")
    .flatMap((call) => [401, 403].map((status) => silentOnStatus(call, status, "200", UNREADABLE))),
  silentOnStatus("GET /v3/suppression/bounces", 403, "200,401", UNREADABLE),
  helpIsNull("GET /v3/suppression/bounces"),
];

export const KNOWN_IN_FAILURES: readonly KnownError[] = [
  {
    violation: "GET /v3/marketing/lists/{id} → 404: body Response body must be array",
    reason: "A bare array for this one answer, where every other error has it under `errors`: a slip.",
  },
];

export const KNOWN_IN_LISTS: readonly KnownError[] = [
  {
    violation:
      'DELETE /v3/marketing/lists/{id} → 204:  The received media type "" does not match the one specified in the current response: application/json',
    reason: "A 204 has no body, whatever type is named for it.",
  },
];

const jobIdIsText = (call: string): KnownError => ({
  violation: `${call} → 202: body.job_id Response body property job_id must be object`,
  reason: "A job's id is text, here as everywhere else.",
});

export const KNOWN_IN_CONTACTS = [jobIdIsText("DELETE /v3/marketing/contacts")];

export const KNOWN_IN_IDENTIFIERS = [jobIdIsText("DELETE /v3/marketing/contacts/{id}/identifiers")];

const LIMITS =
  "There are limits on size and rate, described on other pages; no contacts operation lists their answers.";

export const KNOWN_IN_LIMITS: readonly KnownError[] = [
  silentOnStatus("PUT /v3/marketing/contacts", 413, "202,400,401,403,404,500", LIMITS),
  silentOnStatus("PUT /v3/marketing/contacts", 429, "202,400,401,403,404,500", LIMITS),
];

export const violationsOf = (known: readonly KnownError[]): readonly string[] =>
  known.map(({ violation }) => violation).toSorted();
