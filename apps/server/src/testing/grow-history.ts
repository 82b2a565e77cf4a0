/**
 * A database that has been used for a long time, made in some statements: people, exports, and a history of runs of which
 * one was large and mixed, one large and all but unchanged, the others small.
 *
 * Writes : every table that a screen reads. For an empty, migrated database.
 * Used by: the test of query plans, and the bench `console10m`.
 */
export type History = {
  readonly profiles: number;
  readonly runs: number;
};

/** Everybody went: some were rejected, few were duplicates, SendGrid has not finished with the last ones, few were not sent. */
export const MIXED_RUN = "00000000-0000-4000-8000-0000000000a1";
/** Everybody was unchanged, but for twenty. */
export const DELTA_RUN = "00000000-0000-4000-8000-0000000000a2";
export const EXPORT = "00000000-0000-4000-8000-0000000000e1";
export const SEGMENT = "00000000-0000-4000-8000-000000000051";
export const HALF_SEGMENT = "00000000-0000-4000-8000-000000000052";

const SOURCE = "00000000-0000-4000-8000-000000000001";
const DESTINATION = "00000000-0000-4000-8000-0000000000d1";
const LIST = "list-1";
const BATCH = 20_000;
const hashOf = (id: string) => `md5(${id}::text)::uuid`;

type Query = (sql: string) => Promise<unknown>;

export async function growHistory(query: Query, { profiles, runs }: History): Promise<void> {
  const statements = [
    people(profiles),
    segments,
    exports,
    smallRuns(runs - 2),
    smallDetails,
    largeRuns(profiles),
  ];
  for (const sql of [...statements, ...largeDetails(profiles), surroundings, "vacuum analyze"])
    await query(sql);
}

const people = (profiles: number) => `
  insert into source (id, name, state, file_id, file_name, id_field, email_field, profile_count, created_by)
  select '${SOURCE}', 'CRM', 'READY', '${SOURCE}', 'crm.csv', 'id', 'email', ${profiles}, id from app_user limit 1;
  insert into profile_field (source_id, name, position, type, looks_like_email)
  select '${SOURCE}', name, position, 'TEXT', name = 'email'
  from unnest(array['email', 'name', 'city']) with ordinality field(name, position);
  insert into profile (source_id, key, email, attributes)
  select '${SOURCE}', 'p' || n, 'person' || n || '@example.com',
    jsonb_build_object('email', 'person' || n || '@example.com', 'name', 'Person ' || n, 'city', 'Almaty')
  from generate_series(1, ${profiles}) n`;

const segments = `
  insert into segment (id, name, kind, state, member_count, built_at, created_by)
  select case n when 1 then '${SEGMENT}' when 2 then '${HALF_SEGMENT}' else gen_random_uuid() end::uuid,
    'Segment ' || n, 'ALL', 'READY', 0, now(), app_user.id
  from generate_series(1, 100) n, (select id from app_user limit 1) app_user;
  insert into segment_member (segment_id, profile_id) select '${SEGMENT}', id from profile order by id;
  insert into segment_member (segment_id, profile_id) select '${HALF_SEGMENT}', id from profile where id % 2 = 0 order by id;
  update segment set member_count = (select count(*) from profile) where id = '${SEGMENT}';
  update segment set member_count = (select count(*) from profile where id % 2 = 0) where id = '${HALF_SEGMENT}'`;

const exports = `
  insert into destination (id, name, state, api_key_id, sealed_api_key, created_by)
  select '${DESTINATION}', 'Marketing', 'READY', 'key', '{}', id from app_user limit 1;
  insert into export (id, name, destination_id, list_id, list_name, matching, created_by)
  select case n when 1 then '${EXPORT}' else gen_random_uuid() end::uuid, 'Export ' || n, '${DESTINATION}', 'list-' || n,
    'List ' || n, '[{"target":"email","kind":"field","value":"email"}]', app_user.id
  from generate_series(1, 60) n, (select id from app_user limit 1) app_user;
  insert into export_segment (export_id, segment_id) select id, '${SEGMENT}' from export`;

const RUN = `
  insert into export_run (id, export_id, export_name, destination_id, list_id, list_name, matching, state, selected_count,
    processed_count, accepted_count, delivered_count, unchanged_count, rejected_count, duplicate_count, not_sent_count,
    started_by, queued_at, preparing_at, ended_at)`;

/** Newer than the large ones, each of a hundred people. */
const smallRuns = (runs: number) => `${RUN}
  select gen_random_uuid(), export.id, export.name, '${DESTINATION}', export.list_id, export.list_name, export.matching,
    case when n % 20 = 0 then 'FAILED' else 'SUCCEEDED' end, 100, 100, 100, 100, 0, 0, 0, 0, export.created_by, at, at, at
  from generate_series(1, ${runs}) n
  join (select *, row_number() over (order by id) as place from export) export on export.place = 1 + n % 60
  cross join lateral (select now() - n * interval '1 hour' as at) ended`;

const smallDetails = `
  insert into run_member (run_id, profile_id)
  select run.id, profile.id from export_run run cross join (select id from profile order by id limit 100) profile
  order by run.id, profile.id;
  insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count)
  select run.id, 1, min(profile.id), max(profile.id), 100, 0, 0
  from export_run run cross join (select id from profile order by id limit 100) profile group by run.id;
  insert into run_job (run_id, job_id, batch, contact_count, refused_count, settled_at)
  select run.id, 'job', 1, 100, 0, now() from export_run run`;

const largeRuns = (profiles: number) => `${RUN}
  select run.id::uuid, '${EXPORT}', 'Export 1', '${DESTINATION}', '${LIST}', 'List 1', '[]', run.state, ${profiles}, ${profiles},
    run.accepted, run.delivered, run.unchanged, run.rejected, run.duplicates, run.not_sent, app_user.id, at, at, at
  from (select id from app_user limit 1) app_user, (values
    ('${MIXED_RUN}', 'FAILED', now() - interval '90 days', ${profiles}, ${profiles} - 100, 0, ${profiles} / 4, 20, 100),
    ('${DELTA_RUN}', 'SUCCEEDED', now() - interval '80 days', 20, 20, ${profiles} - 20, 0, 0, 0)
  ) run(id, state, at, accepted, delivered, unchanged, rejected, duplicates, not_sent)`;

/** The ids of profiles are 1 and on, as they were made. */
const largeDetails = (profiles: number) => [
  `insert into run_member (run_id, profile_id) select '${MIXED_RUN}', n from generate_series(1, ${profiles}) n`,
  `insert into run_member (run_id, profile_id, is_unchanged, address_hash)
   select '${DELTA_RUN}', n, not is_changed, case when not is_changed then ${hashOf("n")} end
   from generate_series(1, ${profiles}) n,
     lateral (select n > ${profiles} / 2 and n <= ${profiles} / 2 + 20 as is_changed) changed`,
  `insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count)
   select '${MIXED_RUN}', n, (n - 1) * ${BATCH} + 1, least(n * ${BATCH}, ${profiles} - 100), ${BATCH}, 0, 0
   from generate_series(1, ceil(${profiles}::numeric / ${BATCH})::integer) n;
   insert into run_batch (run_id, number, first_profile_id, last_profile_id, accepted_count, rejected_count, duplicate_count)
   values ('${DELTA_RUN}', 1, ${profiles} / 2 + 1, ${profiles} / 2 + 20, 20, 0, 0);
   insert into run_job (run_id, job_id, batch, contact_count, refused_count, settled_at)
   select run_id, 'job ' || number, number, accepted_count, 0,
     case when run_id = '${MIXED_RUN}' and last_profile_id = ${profiles} - 100 then null else now() end
   from run_batch where run_id in ('${MIXED_RUN}', '${DELTA_RUN}')`,
  `insert into run_exception (run_id, profile_id, kind, code, field, batch, duplicate_of)
   select '${MIXED_RUN}', n, case when is_duplicate then 'DUPLICATE' else 'REJECTED' end,
     case when is_duplicate then null when n % 20000 = 0 then 'too-long' else 'email-malformed' end,
     case when is_duplicate then null else 'email' end, 1 + (n - 1) / ${BATCH}, case when is_duplicate then 1 end
   from generate_series(1, ${profiles} - 100) n, lateral (select n % (${profiles} / 20) = 7 as is_duplicate) duplicate
   where n % 4 = 0 or is_duplicate;
   insert into run_reason (run_id, kind, code, field, profile_count)
   select run_id, kind, code, field, count(*) from run_exception where code is not null group by 1, 2, 3, 4`,
  `insert into run_address (run_id, address_hash, profile_id)
   select '${MIXED_RUN}', ${hashOf("n")}, n from generate_series(1, ${profiles}) n`,
  `insert into delivery (list_id, address_hash, export_id, profile_id, run_id)
   select '${LIST}', ${hashOf("n")}, '${EXPORT}', n, '${MIXED_RUN}' from generate_series(1, ${profiles}) n`,
  `insert into run_removal (run_id, profile_id, address_hash)
   select '${DELTA_RUN}', n, ${hashOf("n")} from generate_series(1, ${profiles} / 10) n`,
];

const surroundings = `
  insert into run_call (run_id, attempt, at, endpoint, status, failure, duration_ms, waited_ms, sent_bytes)
  select id, 1, now(), 'PUT /v3/marketing/contacts', 503, 'unavailable', 80, 0, 1000 from export_run, generate_series(1, 50);
  insert into run_call_total (run_id, endpoint, status, failure, call_count, total_ms, max_ms, waited_ms, sent_bytes)
  select id, 'PUT /v3/marketing/contacts', 202, '', 4, 320, 90, 0, 1000 from export_run;
  insert into refresh (id, state, trigger, started_by, started_at, ended_at)
  select gen_random_uuid(), 'SUCCEEDED', 'MANUAL', app_user.id, at, at
  from (select id from app_user limit 1) app_user, generate_series(1, 500) n,
    lateral (select now() - n * interval '1 day' as at) started;
  insert into refresh_step (refresh_id, position, kind, subject_id, subject_name, state)
  select refresh.id, n, 'SEGMENT', '${SEGMENT}', 'Everybody', 'SUCCEEDED' from refresh, generate_series(1, 20) n;
  insert into alert_channel (id, name, kind, target, sealed_secret, alerts, created_by)
  select gen_random_uuid(), 'Operations', 'WEBHOOK', 'https://example.com', '{}', '{}', id from app_user limit 1;
  insert into alert_delivery (channel_id, kind, run_id, facts, state, created_at, ended_at, next_try_at)
  select channel.id, 'RUN_FAILED', run.id, '{}', 'DELIVERED', run.ended_at, run.ended_at, null
  from alert_channel channel, export_run run;
  insert into audit_event (at, actor_id, action, subject_id, subject_name)
  select now() - n * interval '1 minute', app_user.id, 'run-started', '${EXPORT}', 'Export 1'
  from (select id from app_user limit 1) app_user, generate_series(1, 20000) n`;
