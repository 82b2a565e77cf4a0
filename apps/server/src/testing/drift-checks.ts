import type { Sandbox } from "./a-sandbox.ts";

const CHECK = `id state memberCount recordedCount missingCount claimedCount foreignCount attempt nextTryAt
  failure { code message } endedAt list { id name } startedBy { name } repairRun { id state }`;

/** What `checkDrift` answers. */
export async function askCheck({ ask }: Sandbox, exportId: string) {
  const document = `mutation ($id: ID!) {
    checkDrift(exportId: $id) {
      __typename ... on DriftCheck { ${CHECK} } ... on UserError { code }
      ... on DriftCheckUnderWay { check { id } } ... on ListBusy { run { id } }
    }
  }`;
  return (await ask(document, { id: exportId })).checkDrift;
}

/** Every state of a check that a watcher sees, until it ends. */
export async function* watchCheck({ follow }: Sandbox, checkId: string) {
  const document = `subscription ($id: ID!) { driftCheckChanged(checkId: $id) { ${CHECK} } }`;
  for await (const { driftCheckChanged } of follow(document, { id: checkId })) yield driftCheckChanged;
}

/** A check of an export's list, when it has ended. */
export async function checked(sandbox: Sandbox, exportId: string) {
  const { id } = await askCheck(sandbox, exportId);
  return (await Array.fromAsync(watchCheck(sandbox, id))).at(-1);
}

/** Every line of a check's differences, without the header, in order. */
export async function differencesOf(
  { url }: Sandbox,
  checkId: string,
  query = "",
): Promise<readonly string[]> {
  const response = await fetch(`${url}/drift-checks/${checkId}/differences.csv${query}`);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.text()).split("\r\n").slice(1, -1).toSorted();
}

/** What `repairDrift` answers. */
export async function repair({ ask }: Sandbox, checkId: string) {
  const document = `mutation ($id: ID!) {
    repairDrift(checkId: $id) { __typename ... on Run { id } ... on UserError { code } }
  }`;
  return (await ask(document, { id: checkId })).repairDrift;
}
