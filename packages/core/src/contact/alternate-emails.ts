/**
 * The addresses a person has besides the one that is the contact's own.
 *
 * Reads  : a list of texts, or one text with commas or semicolons between the addresses.
 * Writes : nothing. Pure.
 * Used by: `wireRule`, for the field `alternate_emails`.
 */
import { fail, ok, type Result } from "../result.ts";
import { normaliseEmail } from "./normalise-email.ts";
import { type Rejection, rejection } from "./rejection.ts";
import { MAX_ALTERNATE_EMAILS, type TargetField } from "./target-field.ts";
import type { ToWire } from "./wire-value.ts";

const NOTHING: Result<null, never> = ok(null);

/**
 * Each address in the one spelling that {@link normaliseEmail} gives it, once; the contact's own is left out.
 *
 * @returns one to five addresses, or null where none is left; `alternate-email-malformed`, `too-many-values`,
 * `too-long`, `nested-value`.
 */
export function alternateEmailsRule(target: TargetField): ToWire {
  const malformed = fail(
    rejection("alternate-email-malformed", target, "takes e-mail addresses, with commas between them"),
  );
  const nested = fail(rejection("nested-value", target, "takes texts, not lists or objects within a list"));
  const tooMany = fail({
    ...rejection("too-many-values", target, `takes up to ${MAX_ALTERNATE_EMAILS} addresses`),
    limit: MAX_ALTERNATE_EMAILS,
  });

  return (attribute, { email }) => {
    const written = texts(attribute);
    if (written === null) return nested;
    const addresses = new Set<string>();
    for (const text of written) {
      const address = normaliseEmail(text);
      if (!address.ok) {
        if (address.failure.code === "email-missing") continue;
        return address.failure.code === "too-long" ? inField(target, address.failure) : malformed;
      }
      if (address.value !== email) addresses.add(address.value);
      if (addresses.size > MAX_ALTERNATE_EMAILS) return tooMany;
    }
    return addresses.size === 0 ? NOTHING : ok([...addresses]);
  };
}

/** Null for what is neither a text nor a list of texts. */
function texts(attribute: unknown): readonly string[] | null {
  if (attribute === null || attribute === undefined) return [];
  if (Array.isArray(attribute)) {
    const parts = attribute.map((item: unknown) =>
      typeof item === "object" && item !== null ? null : texts(item),
    );
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  }
  return typeof attribute === "object" ? null : String(attribute).split(/[,;]/);
}

const inField = (target: TargetField, failure: Rejection) => fail({ ...failure, field: target.id });
