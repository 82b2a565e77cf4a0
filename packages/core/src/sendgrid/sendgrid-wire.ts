/**
 * SendGrid's JSON, as far as we read it. Every member may be missing: this describes, it does not promise.
 *
 * @see twilio/sendgrid-oai `spec/json/` at dbe0e0d2, the files and operations named below
 */

/** `tsg_scopes_v3.json`, `ListScope`. */
export type WireScopes = { readonly scopes?: readonly string[] };

/** `tsg_user_v3.json`, `GET /v3/user/account`. */
export type WireAccount = { readonly type?: string };

/** `tsg_mc_contacts_v3.json`, `ListContactCount`. */
export type WireContactCount = {
  readonly contact_count?: number;
  readonly billable_count?: number;
  /** Not in the file, seen live: contacts by anonymous id, e-mail, external id, phone number. */
  readonly identifier_counts?: {
    readonly AID?: number;
    readonly EID?: number;
    readonly EXTID?: number;
    readonly PHNID?: number;
  };
};

/** `tsg_mc_lists_v3.json`, schema `List`. */
export type WireList = { readonly id: string; readonly name: string; readonly contact_count?: number };

/** `tsg_mc_lists_v3.json`, `ListMarketingList`. The last page has no `next`. */
export type WireLists = {
  readonly result?: readonly WireList[];
  readonly _metadata?: { readonly next?: string };
};

/** `tsg_mc_custom_fields_v3.json`, `ListFieldDefinition`. `custom_fields` is absent where there are none. */
export type WireFieldDefinitions = {
  readonly custom_fields?: readonly WireField[];
  readonly reserved_fields?: readonly WireField[];
};

export type WireField = {
  readonly id: string;
  readonly name: string;
  readonly field_type: "Text" | "Number" | "Date";
  readonly read_only?: boolean;
};

/** `tsg_mc_contacts_v3.json`, `UpdateContact`, 202. */
export type WireUpsertAccepted = { readonly job_id?: string };

/** `tsg_mc_contacts_v3.json`, schema `ContactImport`. `status` alone tells whether the job has ended. */
export type WireJob = {
  readonly status?: "pending" | "completed" | "errored" | "failed";
  readonly results?: {
    readonly requested_count?: number;
    readonly created_count?: number;
    readonly updated_count?: number;
    readonly errored_count?: number;
    readonly errors_url?: string;
  };
};

/** `tsg_mc_contacts_v3.json`, schemas `ErrorResponse` and `ContactsError`; lists answer a bare array on 404. */
export type WireErrors = { readonly errors?: readonly WireError[] } | readonly WireError[];

export type WireError = { readonly message?: string; readonly field?: string | null };

/** `tsg_mc_contacts_v3.json`, `ExportContact`, 202. */
export type WireExportStarted = { readonly id?: string };

/** `tsg_mc_contacts_v3.json`, schema `ContactExport`. `urls` is absent or empty where nobody is exported. */
export type WireExport = {
  readonly status?: "pending" | "ready" | "failure";
  readonly urls?: readonly string[] | null;
  readonly expires_at?: string;
  readonly contact_count?: number;
  readonly message?: string;
};

/** `tsg_mc_contacts_v3.json`, `ImportContact`, 200. */
export type WireImportStarted = {
  readonly job_id?: string;
  readonly upload_uri?: string;
  readonly upload_headers?: readonly { readonly header: string; readonly value: string }[];
};

/** `tsg_mc_contacts_v3.json`, `GetContactByEmails`, 200: by each address that was asked for, in lower case. */
export type WireContactsFound = {
  readonly result?: Readonly<
    Record<
      string,
      { readonly contact?: { readonly id?: string; readonly email?: string }; readonly error?: string }
    >
  >;
};
