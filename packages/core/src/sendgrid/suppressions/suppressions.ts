/**
 * Suppressions: addresses that SendGrid sends nothing to, list by list, and the groups people unsubscribe from.
 *
 * Reads  : SendGrid's suppression lists, page after page, and a group's people, in one answer of any length.
 * Writes : nothing.
 * Used by: `createSendGridClient`.
 *
 * @see sendgrid-oai `tsg_suppressions_v3.json`
 */
import { fail, type Result } from "../../result.ts";
import { type Patience, retrying, retryingPages } from "../../upload/patience.ts";
import type { Answer, ByteStream, Calls } from "../call-sendgrid.ts";
import type { SendGridFailure } from "../sendgrid-failure.ts";
import { addressesIn } from "./read-addresses.ts";
import { readOverlapping } from "./read-overlapping.ts";
import { readSuppressed, readSuppressionGroups, type SuppressionGroup } from "./suppression-answers.ts";
import { readPages } from "./take-pages.ts";

/** A list of the whole account, or the unsubscribes of one group by its number. */
export type SuppressionList = keyof typeof PATHS | { readonly group: number };

export type SuppressionsFailure =
  | Exclude<SendGridFailure, { readonly code: "forbidden" }>
  /** 403: suppressions cannot be read with this key. Marketing scopes do not include them; a person must act. */
  | { readonly code: "suppressions-unreadable" };

export type SuppressionOperations = {
  /**
   * Everybody on a list, as pages of lower-case addresses. An address may come twice, and none that is on the list
   * from the first page to the last is left out, though others leave it meanwhile. A failure is the last element.
   *
   * @param patience - with each request: a page, or a whole group, which is read anew where its answer breaks off.
   *   Without it each is sent once.
   */
  suppressions(
    list: SuppressionList,
    patience?: Patience,
  ): AsyncGenerator<Result<readonly string[], SuppressionsFailure>>;
  suppressionGroups(signal?: AbortSignal): Promise<Result<readonly SuppressionGroup[], SuppressionsFailure>>;
};

const PATHS = {
  unsubscribes: "/v3/suppression/unsubscribes",
  bounces: "/v3/suppression/bounces",
  "spam-reports": "/v3/suppression/spam_reports",
  "invalid-emails": "/v3/suppression/invalid_emails",
} as const;

export const suppressionOperations = ({ call, openAnswer }: Calls): SuppressionOperations => ({
  async *suppressions(list, patience) {
    const signal = patience?.signal;
    if (typeof list !== "string") {
      const path = `/v3/asm/groups/${list.group}/suppressions`;
      const read = () => readGroup(openAnswer({ method: "GET", path, signal }), signal);
      for await (const page of patience ? retryingPages(read, patience) : read()) yield nameForbidden(page);
      return;
    }
    yield* readOverlapping(async ({ offset, limit }) => {
      const path = `${PATHS[list]}?limit=${limit}&offset=${offset}`;
      const ask = () => call({ method: "GET", path, signal }, readSuppressed);
      return nameForbidden(await (patience ? retrying(ask, patience) : ask()));
    });
  },

  suppressionGroups: async (signal) =>
    nameForbidden(await call({ method: "GET", path: "/v3/asm/groups", signal }, readSuppressionGroups)),
});

/** In one answer, of any length. */
async function* readGroup(
  answer: Answer<ByteStream>,
  signal?: AbortSignal,
): AsyncGenerator<Result<readonly string[], SendGridFailure>> {
  const body = await answer;
  if (!body.ok) return yield body;
  yield* readPages(addressesIn(body.value), signal);
}

function nameForbidden<Value>(answered: Result<Value, SendGridFailure>): Result<Value, SuppressionsFailure> {
  if (answered.ok) return answered;
  const { failure } = answered;
  return fail(failure.code === "forbidden" ? { code: "suppressions-unreadable" } : failure);
}
