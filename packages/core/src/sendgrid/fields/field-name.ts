import { fail, ok, type Result } from "../../result.ts";
import type { FieldNames } from "../read-answers.ts";

export type FieldNameProblem = "name-malformed" | "name-reserved" | "name-taken" | "too-many-fields";

/** @see twilio/sendgrid-oai `spec/json/tsg_mc_custom_fields_v3.json` */
const MAX_CUSTOM_FIELDS = 500;
const NAME = /^[A-Z_][A-Z0-9_]{0,99}$/i;

/**
 * Whether a custom field of this name can be made beside those there are. Names differ by more than case.
 *
 * @see https://www.twilio.com/docs/sendgrid/ui/managing-contacts/custom-fields
 */
export function checkFieldName(
  name: string,
  { reserved, custom }: FieldNames,
): Result<string, { readonly code: FieldNameProblem }> {
  const isAmong = (names: readonly string[]) =>
    names.some((other) => other.toLowerCase() === name.toLowerCase());
  if (!NAME.test(name)) return fail({ code: "name-malformed" });
  if (isAmong(reserved)) return fail({ code: "name-reserved" });
  if (isAmong(custom)) return fail({ code: "name-taken" });
  return custom.length >= MAX_CUSTOM_FIELDS ? fail({ code: "too-many-fields" }) : ok(name);
}
