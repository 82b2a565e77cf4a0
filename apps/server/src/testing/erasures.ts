import { createSecretKey, hash, randomBytes } from "node:crypto";
import { ErasedAddresses } from "../features/erasure/erased-addresses.ts";
import { KeyedHash } from "../platform/secrets/keyed-hash.ts";
import type { Sandbox } from "./a-sandbox.ts";
import type { TestServer } from "./a-server.ts";
import { anExport, endOf, startRun } from "./an-export.ts";

/** Erasures look again soon, and give up soon. */
export const HASTY_ERASURES = {
  ...{ settleMs: 5_000, runMs: 20 },
  ...{ pauseMs: { first: 20, longest: 40 }, maxAttempts: 4 },
};

const ERASURE = `id state personHash waitingForRunId profileCount segmentCount runCount deliveryCount stagedRowCount
  unreachableRunCount requestedAt endedAt requestedBy { name }
  destinations { destinationName state contactCount jobId code message }`;

// biome-ignore lint/suspicious/noExplicitAny: untyped JSON, as any client gets it
type Json = any;

/** With a key of their own: who was erased by a server is none of theirs. */
export function someErasedAddresses(): ErasedAddresses {
  const keys = new Map([["k", createSecretKey(randomBytes(32))]]);
  return new ErasedAddresses(new KeyedHash({ current: "k", keys }, "erased address"));
}

/** What `erasePerson` answers. */
export async function erase(server: TestServer, person: string): Promise<Json> {
  const document = `mutation ($person: String!) {
    erasePerson(person: $person) {
      __typename ... on Erasure { ${ERASURE} } ... on UserError { code message }
      ... on InvalidInput { issues { path code } } ... on ErasureUnderWay { erasure { id } }
    }
  }`;
  return (await server.ask(document, { person })).erasePerson;
}

/** What `retryErasure` answers. */
export async function retryErasure(server: TestServer, erasureId: string): Promise<Json> {
  const document = `mutation ($erasureId: ID!) {
    retryErasure(erasureId: $erasureId) { __typename ... on Erasure { ${ERASURE} } ... on UserError { code message } }
  }`;
  return (await server.ask(document, { erasureId })).retryErasure;
}

/** What `readmitPerson` answers. */
export async function readmit(server: TestServer, erasureId: string): Promise<Json> {
  const document = `mutation ($erasureId: ID!) {
    readmitPerson(erasureId: $erasureId) {
      __typename ... on Erasure { id isKeptOut } ... on UserError { code message }
    }
  }`;
  return (await server.ask(document, { erasureId })).readmitPerson;
}

/** Every state of the erasure that a watcher sees, until it ends. */
export async function* watchErasure(server: TestServer, erasureId: string): AsyncGenerator<Json> {
  const document = `subscription ($id: ID!) { erasureChanged(erasureId: $id) { ${ERASURE} } }`;
  for await (const { erasureChanged } of server.follow(document, { id: erasureId })) yield erasureChanged;
}

/** The erasure of this person when it has ended. */
export async function erased(server: TestServer, person: string): Promise<Json> {
  const { id } = await erase(server, person);
  return (await Array.fromAsync(watchErasure(server, id))).at(-1);
}

/** As it stands in the database for an address. */
export const addressHashOf = (email: string) =>
  hash("sha256", email, "hex")
    .slice(0, 32)
    .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");

/** Two people on a list, the first to be erased; nobody else has such names. */
export async function twoDelivered(sandbox: Sandbox, name: string) {
  const destinationId = await sandbox.aDestination(name);
  const email = `${name}.quill@example.com`;
  const { exportId, listId } = await anExport(sandbox, destinationId, name, {
    [`${name}-key`]: { email: `${name}.Quill@Example.com`, name: `Adaeze${name}`, city: "Oslo" },
    [`${name}-other`]: { email: `${name}.other@example.com`, name: "Bob", city: "Bergen" },
  });
  const runId = await startRun(sandbox, exportId);
  await endOf(sandbox, runId);
  const words = [email, `Adaeze${name}`, `${name}-key`, addressHashOf(email)];
  return { destinationId, exportId, listId, runId, email, other: `${name}.other@example.com`, words };
}
