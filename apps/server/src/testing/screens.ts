/**
 * What the console asks, screen by screen, of a database that {@link growHistory} has made, and by which index each answer
 * is to be found.
 *
 * Used by: the test of query plans, and the bench `console10m`.
 */
import { DELTA_RUN, EXPORT, HALF_SEGMENT, type History, MIXED_RUN, SEGMENT } from "./grow-history.ts";

const RUN = `id state exportName selectedCount deliveredCount waitsFor { until } detailsPrunedAt startedBy { name }
  approvedBy { name } rejections { code count } suppressed { code count }`;
const outcomes = (runId: string, filter: string) =>
  `{ outcomes(runId: "${runId}"${filter}) { totalCount edges { node { kind profileKey value } } } }`;
const cursor = (...key: (string | number)[]) => Buffer.from(JSON.stringify(key)).toString("base64url");
const preflight = (segmentIds: string) => `{ exportPreflight(input: { draft: {
  exportId: "${EXPORT}", destinationId: "00000000-0000-4000-8000-0000000000d1", listId: "list-1",
  segmentIds: [${segmentIds}], matching: [{ target: "email", kind: FIELD, value: "email" }] } }) { __typename } }`;

export type Screen = {
  /** A GraphQL document, or the path of a download. */
  readonly ask: string;
  /** That it goes by these. */
  readonly by?: readonly string[];
  /** Its counts end when their time is up. */
  readonly isTimed?: true;
  /** More than a page, as it is one: a download's. */
  readonly most?: number;
};

export function screensOf({ profiles }: History): Readonly<Record<string, Screen>> {
  const inTheMiddle = cursor(profiles / 2);
  return {
    "runs, newest first": {
      ask: `{ runs { totalCount edges { node { ${RUN} } } } }`,
      by: ["export_run_newest"],
    },
    "runs, a later page": {
      ask: `{ runs(after: "${cursor(new Date(Date.now() - 100 * 3_600_000).toISOString(), MIXED_RUN)}") { edges { node { id } } } }`,
      by: ["export_run_newest"],
    },
    "runs of an export": {
      ask: `{ runs(exportId: "${EXPORT}") { totalCount edges { node { ${RUN} } } } }`,
    },
    "runs in a state": { ask: `{ runs(states: [FAILED]) { totalCount edges { node { ${RUN} } } } }` },
    "one run": {
      ask: `{ run(id: "${MIXED_RUN}") { ${RUN} callTotals { endpoint callCount } } }`,
      by: ["run_call_total_pkey"],
    },
    "calls of a run": {
      ask: `{ calls(runId: "${MIXED_RUN}") { edges { node { endpoint } } } }`,
      by: ["run_call_pkey"],
    },
    "all outcomes": { ask: outcomes(MIXED_RUN, ""), by: ["run_member_pkey", "profile_pkey"] },
    "all outcomes, in the middle": {
      ask: outcomes(MIXED_RUN, `, after: "${inTheMiddle}"`),
      by: ["run_member_pkey"],
    },
    "outcomes: rejected, who are most of the exceptions": { ask: outcomes(MIXED_RUN, ", kind: REJECTED") },
    "outcomes: rejected for a rare reason": {
      ask: outcomes(MIXED_RUN, `, kind: REJECTED, code: "too-long"`),
      by: ["run_exception_reason"],
    },
    "outcomes: a rare reason, of whatever kind": {
      ask: outcomes(MIXED_RUN, `, code: "too-long"`),
      by: ["run_exception_reason"],
    },
    "outcomes: few duplicates": { ask: outcomes(MIXED_RUN, ", kind: DUPLICATE"), by: ["run_exception_kind"] },
    "outcomes: delivered": { ask: outcomes(MIXED_RUN, ", kind: DELIVERED"), by: ["run_member_to_look_at"] },
    "outcomes: delivered, in the middle": {
      ask: outcomes(MIXED_RUN, `, kind: DELIVERED, after: "${inTheMiddle}"`),
      by: ["run_member_to_look_at"],
    },
    "outcomes: few delivered": {
      ask: outcomes(DELTA_RUN, ", kind: DELIVERED"),
      by: ["run_member_to_look_at"],
    },
    "outcomes: few not yet settled": {
      ask: outcomes(MIXED_RUN, ", kind: ACCEPTED"),
      by: ["run_member_to_look_at"],
    },
    "outcomes: few not sent": {
      ask: outcomes(MIXED_RUN, ", kind: NOT_SENT"),
      by: ["run_member_to_look_at", "run_exception_kind"],
    },
    "outcomes: unchanged": { ask: outcomes(DELTA_RUN, ", kind: UNCHANGED"), by: ["run_member_pkey"] },
    "outcomes.csv, all": { ask: `/runs/${MIXED_RUN}/outcomes.csv`, by: ["run_member_pkey"], most: 20_000 },
    "outcomes.csv, few": {
      ask: `/runs/${DELTA_RUN}/outcomes.csv?kind=DELIVERED`,
      by: ["run_member_to_look_at"],
    },
    "removed.csv": { ask: `/runs/${DELTA_RUN}/removed.csv`, by: ["run_removal_pkey"], most: 8_000 },
    "members.csv": {
      ask: `/segments/${SEGMENT}/members.csv`,
      by: ["segment_member_pkey"],
      most: Number.POSITIVE_INFINITY,
    },
    exports: {
      ask: `{ exports { totalCount edges { node { name nextRun { at reason } lastRun { ${RUN} } segments { name } destination { name } } } } }`,
      by: ["export_run_of_export"],
    },
    destinations: { ask: "{ destinations { totalCount edges { node { name } } } }" },
    profiles: { ask: "{ profiles { totalCount edges { node { key } } } }", by: ["profile_pkey"] },
    "profiles, in the middle": {
      ask: `{ profiles(after: "${inTheMiddle}") { edges { node { key } } } }`,
      by: ["profile_pkey"],
    },
    "profiles by the beginning of an address": {
      ask: `{ profiles(search: "person19999") { totalCount edges { node { key } } } }`,
      by: ["profile_email", "profile_key_source_id_key"],
    },
    segments: { ask: "{ segments { totalCount edges { node { name usedBy } } } }" },
    "members of a segment": {
      ask: `{ segment(id: "${SEGMENT}") { members { totalCount edges { node { key } } } } }`,
      by: ["segment_member_pkey", "profile_pkey"],
    },
    refreshes: {
      ask: "{ refreshes { totalCount edges { node { state steps { state subjectName } } } } }",
      by: ["refresh_newest", "refresh_step_pkey"],
    },
    alerts: {
      ask: "{ alertDeliveries { totalCount edges { node { state } } } }",
      by: ["alert_delivery_newest"],
    },
    "a person's trail": {
      ask: `{ personTrail(person: "person77@example.com") { ... on PersonTrail { exports { edges { node { code runs { outcome { kind } } } } } } } }`,
      by: ["profile_email", "run_member_pkey"],
    },
    "preflight of one segment": { ask: preflight(`"${SEGMENT}"`), isTimed: true },
    "preflight of two segments": { ask: preflight(`"${SEGMENT}", "${HALF_SEGMENT}"`), isTimed: true },
  };
}
