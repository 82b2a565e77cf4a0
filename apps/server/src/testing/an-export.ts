import type { Sandbox } from "./a-sandbox.ts";
import type { TestServer } from "./a-server.ts";
import { someProfiles } from "./some-profiles.ts";

export type TestExport = { readonly exportId: string; readonly listId: string };

/** Profile fields of tests about runs, by the SendGrid field each fills. */
const FILLS = { email: "email", name: "first_name", city: "city" };

/** An export of exactly these profiles, to a list of its own unless another one is given. */
export async function anExport(
  sandbox: Sandbox,
  destinationId: string,
  name: string,
  profiles: Parameters<typeof someProfiles>[1],
  choice: {
    /** In place of {@link FILLS}. */
    readonly matching?: readonly object[];
    readonly listId?: string;
    readonly syncMode?: "ADD" | "MIRROR";
    readonly maxRemovalShare?: number;
    readonly maxRejectedShare?: number;
    readonly suppressions?: readonly string[];
    readonly suppressionGroupIds?: readonly number[];
    readonly schedule?: object;
  } = {},
): Promise<TestExport> {
  const { segmentId } = await someProfiles(sandbox.dataSource, profiles);
  const listId = choice.listId ?? (await sandbox.aList(name));
  const matching = Object.entries(FILLS)
    .filter(([field]) => Object.values(profiles).some((attributes) => field in attributes))
    .map(([field, target]) => ({ target, kind: "FIELD", value: field }));
  const { createExport } = await sandbox.ask(
    `mutation ($input: CreateExportInput!) {
       createExport(input: $input) { ... on Export { id } ... on UserError { message } }
     }`,
    { input: { name, destinationId, matching, segmentIds: [segmentId], ...choice, listId } },
  );
  if (!createExport.id) throw new Error(createExport.message);
  return { exportId: createExport.id, listId };
}

const RUN = `id state selectedCount processedCount acceptedCount deliveredCount unchangedCount rejectedCount duplicateCount suppressedCount notSentCount
  isFull isDryRun plan { toAdd toChange toRemove } syncMode removedCount route routeReason { code requests maxRequests } cancelRequestedAt nextTryAt attempt failure { code message }
  approvalReason { code selected selectedBefore deliveries removals maxRemovalShare } approvedAt approvedBy { name }
  rejections { code field count } suppressed { code group count }`;

/** Starts a run. @returns its id. */
export async function startRun(
  sandbox: Sandbox,
  exportId: string,
  { full = false, dryRun = false }: { readonly full?: boolean; readonly dryRun?: boolean } = {},
): Promise<string> {
  const { startExport } = await sandbox.ask(
    `mutation ($id: ID!, $full: Boolean!, $dryRun: Boolean!) {
       startExport(exportId: $id, full: $full, dryRun: $dryRun) { ... on Run { id } ... on UserError { message } } }`,
    { id: exportId, full, dryRun },
  );
  if (!startExport.id) throw new Error(startExport.message);
  return startExport.id;
}

/** Every state of the run that a watcher sees, until it ends. */
export async function* watchRun(server: TestServer, runId: string) {
  const document = `subscription ($id: ID!) { runChanged(runId: $id) { ${RUN} } }`;
  for await (const { runChanged } of server.follow(document, { id: runId })) yield runChanged;
}

/** The run when it waits for approval, where it may wait several times the one that is meant. */
export async function waitingRun(
  server: TestServer,
  runId: string,
  isMeant = (_run: { approvalReason: { removals: number } }) => true,
) {
  for await (const run of watchRun(server, runId))
    if (run.state === "AWAITING_APPROVAL" && isMeant(run)) return run;
  throw new Error("The run has ended without asking.");
}

/** What `approveRun` or `cancelRun` answers. */
export async function answerRun(server: TestServer, mutation: "approveRun" | "cancelRun", runId: string) {
  const document = `mutation ($id: ID!) {
    ${mutation}(runId: $id) { __typename ... on Run { ${RUN} } ... on UserError { code message } }
  }`;
  return (await server.ask(document, { id: runId }))[mutation];
}

/** The run when it has ended. */
export async function endOf(server: TestServer, runId: string) {
  return (await Array.fromAsync(watchRun(server, runId))).at(-1);
}
