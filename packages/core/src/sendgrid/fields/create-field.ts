/**
 * A custom field, made and waited for: SendGrid takes a while before an upsert may use it.
 *
 * Reads  : the fields there are, before and after.
 * Writes : one field definition.
 * Used by: the server, when a person asks for a field that the data matching lacks.
 */
import type { TargetField } from "../../contact/target-field.ts";
import { fail, ok, type Result } from "../../result.ts";
import { type Patience, retrying } from "../../upload/patience.ts";
import type { SendGridClient } from "../sendgrid-client.ts";
import type { SendGridFailure } from "../sendgrid-failure.ts";
import { checkFieldName, type FieldNameProblem } from "./field-name.ts";
import type { NewField } from "./fields.ts";

export type CreateFieldFailure =
  | SendGridFailure
  | { readonly code: FieldNameProblem }
  /** It is there, but SendGrid does not list it yet. It will: nothing has to be made again. */
  | { readonly code: "not-usable-yet"; readonly field: TargetField };

export type CreateFieldOptions = Patience & {
  /** Since it was made. Other clients found 5 s to be enough; sooner, "invalid custom field ids supplied". */
  readonly usableAfterMs?: number;
};

type FieldClient = Pick<SendGridClient, "fieldNames" | "fieldDefinitions" | "createFieldDefinition">;

const USABLE_AFTER_MS = 5_000;
const PAUSE_MS = 1_000;

/**
 * Makes a custom field and comes back when it can be used.
 *
 * Asking for it is repeated only after a look whether it is there by now: an answer that was lost may have been a yes.
 */
export async function createField(
  field: NewField,
  client: FieldClient,
  options: CreateFieldOptions,
): Promise<Result<TargetField, CreateFieldFailure>> {
  const { clock, signal, giveUpAfterMs, usableAfterMs = USABLE_AFTER_MS } = options;
  const endsAtMs = clock.now() + giveUpAfterMs;
  const patience = (): Patience => ({ ...options, giveUpAfterMs: Math.max(0, endsAtMs - clock.now()) });

  const names = await retrying(() => client.fieldNames(signal), patience());
  if (!names.ok) return names;
  const name = checkFieldName(field.name, names.value);
  if (!name.ok) return name;

  const made = await retrying(() => makeOnce(field, client, signal), patience());
  if (!made.ok) return made;
  await clock.wait(usableAfterMs, signal);
  for (;;) {
    if (signal?.aborted) return fail({ code: "canceled" });
    const isLast = clock.now() >= endsAtMs;
    const listed = await retrying(() => find(field, client, signal), patience());
    if (!listed.ok) return listed;
    if (listed.value !== null) return ok(listed.value);
    if (isLast) return fail({ code: "not-usable-yet", field: made.value });
    await clock.wait(Math.min(PAUSE_MS, Math.max(0, endsAtMs - clock.now())), signal);
  }
}

async function makeOnce(
  field: NewField,
  client: FieldClient,
  signal: AbortSignal | undefined,
): Promise<Result<TargetField, SendGridFailure>> {
  const made = await client.createFieldDefinition(field, signal);
  if (made.ok || (made.failure.code !== "unavailable" && made.failure.code !== "rejected")) return made;
  const found = await find(field, client, signal);
  return found.ok && found.value !== null ? ok(found.value) : made;
}

async function find(
  { name, type }: NewField,
  client: FieldClient,
  signal: AbortSignal | undefined,
): Promise<Result<TargetField | null, SendGridFailure>> {
  const fields = await client.fieldDefinitions(signal);
  if (!fields.ok) return fields;
  const isIt = (field: TargetField) => field.custom && field.name === name && field.type === type;
  return ok(fields.value.find(isIt) ?? null);
}
