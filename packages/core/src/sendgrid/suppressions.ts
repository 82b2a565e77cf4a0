/**
 * Suppressions: addresses that SendGrid sends nothing to, list by list, and the groups people unsubscribe from.
 *
 * Reads  : SendGrid's suppression lists, page after page.
 * Writes : nothing.
 * Used by: `createSendGridClient`.
 *
 * @see sendgrid-oai `tsg_suppressions_v3.json`
 */
import { fail, ok, type Result } from "../result.ts";
import { type Patience, retrying } from "../upload/patience.ts";
import type { Answer, Calls } from "./call-sendgrid.ts";
import { readOverlapping } from "./read-overlapping.ts";
import type { SendGridFailure } from "./sendgrid-failure.ts";
import {
  readSuppressed,
  readSuppressedGroup,
  readSuppressionGroups,
  type SuppressionGroup,
} from "./suppression-answers.ts";

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
   * @param patience - with each page; without it a page is asked for once.
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

export const suppressionOperations = ({ call }: Calls): SuppressionOperations => ({
  async *suppressions(list, patience) {
    const signal = patience?.signal;
    const read = (ask: () => Answer<readonly string[]>) =>
      nameForbidden(patience ? retrying(ask, patience) : ask());
    if (typeof list !== "string") {
      const path = `/v3/asm/groups/${list.group}/suppressions`;
      return yield await read(() => call({ method: "GET", path, signal }, readSuppressedGroup));
    }
    yield* readOverlapping(({ offset, limit }) => {
      const path = `${PATHS[list]}?limit=${limit}&offset=${offset}`;
      return read(() => call({ method: "GET", path, signal }, readSuppressed));
    });
  },

  suppressionGroups: (signal) =>
    nameForbidden(call({ method: "GET", path: "/v3/asm/groups", signal }, readSuppressionGroups)),
});

async function nameForbidden<Value>(answer: Answer<Value>): Promise<Result<Value, SuppressionsFailure>> {
  const answered = await answer;
  if (answered.ok) return ok(answered.value);
  const { failure } = answered;
  return fail(failure.code === "forbidden" ? { code: "suppressions-unreadable" } : failure);
}
