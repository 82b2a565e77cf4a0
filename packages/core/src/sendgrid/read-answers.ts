/**
 * SendGrid's answers in our words. Null where an answer lacks what it must have.
 *
 * Reads  : parsed JSON of the shapes in `sendgrid-wire.ts`.
 * Writes : nothing. Pure.
 * Used by: `createSendGridClient`.
 */
import { MAX_CUSTOM_TEXT, RESERVED_FIELDS, type TargetField } from "../contact/target-field.ts";
import type { IdentifierCounts } from "../mapping/check-identifiers.ts";
import type {
  WireAccount,
  WireContactCount,
  WireField,
  WireFieldDefinitions,
  WireJob,
  WireList,
  WireLists,
  WireScopes,
  WireUpsertAccepted,
} from "./sendgrid-wire.ts";

export const readScopes = ({ scopes }: WireScopes): readonly string[] | null => scopes ?? null;

export type Account = { readonly type: "free" | "paid" };

export const readAccount = ({ type }: WireAccount): Account | null =>
  type === "free" || type === "paid" ? { type } : null;

export type ContactCounts = {
  /** In the account now. */
  readonly contacts: number;
  /** What this month is charged by: deleting a contact does not lower it. The contacts where SendGrid leaves it out. */
  readonly billable: number;
  /** How many are known by what. Zero where SendGrid does not say: that member of its answer is not documented. */
  readonly identifiers: IdentifierCounts;
};

export function readContactCounts({
  contact_count: contacts,
  billable_count,
  identifier_counts,
}: WireContactCount): ContactCounts | null {
  if (contacts === undefined) return null;
  return {
    contacts,
    billable: billable_count ?? contacts,
    identifiers: {
      email: identifier_counts?.EID ?? 0,
      phone_number_id: identifier_counts?.PHNID ?? 0,
      external_id: identifier_counts?.EXTID ?? 0,
      anonymous_id: identifier_counts?.AID ?? 0,
    },
  };
}

export type ContactList = { readonly id: string; readonly name: string; readonly contactCount: number };

export function readList({ id, name, contact_count }: WireList): ContactList | null {
  return id && name !== undefined ? { id, name, contactCount: contact_count ?? 0 } : null;
}

type ListsPage = { readonly lists: readonly ContactList[]; readonly nextPageToken: string | null };

export function readListsPage({ result, _metadata }: WireLists): ListsPage | null {
  if (!Array.isArray(result)) return null;
  const [, query] = (_metadata?.next ?? "").split("?");
  const lists = result.map(readList).filter((list) => list !== null);
  return { lists, nextPageToken: new URLSearchParams(query).get("page_token") || null };
}

/** Of SendGrid's own fields those that it has and we know how to write; of custom ones all. */
export function readFields({
  reserved_fields,
  custom_fields,
}: WireFieldDefinitions): readonly TargetField[] | null {
  if (!Array.isArray(reserved_fields)) return null;
  const writable = reserved_fields.filter((field) => !field.read_only);
  const definitionIds = new Map(writable.map(({ id, name }) => [name, id]));
  const withDefinition = (field: TargetField): readonly TargetField[] => {
    const definitionId = definitionIds.get(field.id);
    return definitionId === undefined ? [] : [{ ...field, definitionId }];
  };
  return [...RESERVED_FIELDS.flatMap(withDefinition), ...(custom_fields ?? []).map(customField)];
}

/** Names that no custom field may have, and those that custom fields have already. */
export type FieldNames = { readonly reserved: readonly string[]; readonly custom: readonly string[] };

export function readFieldNames({ reserved_fields, custom_fields }: WireFieldDefinitions): FieldNames | null {
  if (!Array.isArray(reserved_fields)) return null;
  const names = (fields: readonly WireField[]) => fields.map(({ name }) => name);
  return { reserved: names(reserved_fields), custom: names(custom_fields ?? []) };
}

export const readField = (field: WireField): TargetField | null =>
  field.id && field.name && field.field_type in TYPES ? customField(field) : null;

const TYPES = { Text: "text", Number: "number", Date: "date" } as const;

function customField({ id, name, field_type }: WireField): TargetField {
  const type = TYPES[field_type];
  const maxLength = type === "text" ? MAX_CUSTOM_TEXT : null;
  return { id, name, type, custom: true, maxLength, definitionId: id };
}

export const readJobId = ({ job_id }: WireUpsertAccepted) => (job_id ? { jobId: job_id } : null);

const JOB_ENDS = ["completed", "errored", "failed"] as const;

/** Where one of SendGrid's asynchronous jobs stands. Counts are null until SendGrid gives them. */
export type Job = {
  /** `pending` for any word that is none of the documented ends. */
  readonly status: "pending" | (typeof JOB_ENDS)[number];
  readonly requestedCount: number | null;
  readonly createdCount: number | null;
  readonly updatedCount: number | null;
  readonly erroredCount: number | null;
  readonly errorsUrl: string | null;
};

export function readJob({ status, results }: WireJob): Job | null {
  if (status === undefined) return null;
  return {
    status: JOB_ENDS.find((end) => end === status) ?? "pending",
    requestedCount: results?.requested_count ?? null,
    createdCount: results?.created_count ?? null,
    updatedCount: results?.updated_count ?? null,
    erroredCount: results?.errored_count ?? null,
    errorsUrl: results?.errors_url || null,
  };
}
