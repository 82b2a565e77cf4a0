/**
 * The details of a run: every table with a row for each of its people, batches or calls. What is about the run as a whole
 * stays: its row and counts, its reasons (`run_reason`), its calls by endpoint (`run_call_total`).
 */
export type DetailTable = {
  readonly name: string;
  /** The rest of the primary key after `run_id`, each with a value that comes before all others. */
  readonly key: readonly {
    readonly column: string;
    readonly type: string;
    readonly least: string | number;
  }[];
};

const HASH = { column: "address_hash", type: "uuid", least: "00000000-0000-0000-0000-000000000000" };
const PROFILE = { column: "profile_id", type: "bigint", least: -1 };
const JOB = { column: "job_id", type: "text", least: "" };

/** Those for whom a run is read first: once they are gone, nobody takes the rest for the whole. */
export const DETAIL_TABLES: readonly DetailTable[] = [
  { name: "run_member", key: [PROFILE] },
  { name: "run_exception", key: [PROFILE] },
  { name: "run_removal", key: [PROFILE, HASH] },
  { name: "run_address", key: [HASH] },
  { name: "run_suppression", key: [HASH] },
  { name: "run_refusal", key: [JOB, PROFILE] },
  { name: "run_job", key: [JOB] },
  { name: "run_batch", key: [{ column: "number", type: "integer", least: -1 }] },
  { name: "run_call", key: [{ column: "id", type: "bigint", least: -1 }] },
];
