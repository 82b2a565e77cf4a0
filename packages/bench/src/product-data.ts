/**
 * Customers in the product, and exports of all of them, made the way anybody makes them: a file, GraphQL.
 *
 * Reads  : `@keruen/sample-customers`.
 * Writes : a source, a segment, a destination, exports.
 * Used by: the benches that measure the product.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { customersCsv } from "@keruen/sample-customers";
import { ask } from "./ask.ts";
import type { Product } from "./product.ts";

/** Seven of SendGrid's own fields, and the three custom ones of a new simulator. */
const MATCHING = Object.entries({
  email: "email",
  first_name: "first_name",
  last_name: "last_name",
  country: "country",
  state_province_region: "region",
  city: "city",
  postal_code: "postal_code",
  e1_T: "loyalty_tier",
  e2_N: "lifetime_value",
  e3_D: "last_visit",
}).map(([target, value]) => ({ target, kind: "FIELD", value }));

const LOOK_AGAIN_MS = 200;

type Reached = Pick<Product, "url" | "sandbox">;

export type Loaded = { readonly segmentId: string };

/** Loads them, and builds the segment of everybody. */
export async function loadCustomers({ url }: Reached, count: number): Promise<Loaded> {
  const file = await fetch(`${url}/files?name=customers.csv`, {
    method: "POST",
    body: ReadableStream.from(customersCsv({ count })) as ReadableStream<Uint8Array>,
    duplex: "half",
  });
  const { id: fileId } = (await file.json()) as { id: string };
  const source = { name: "Customers", fileId, idField: "customer_id", emailField: "email" };
  const { createSource } = await ask(
    url,
    `mutation ($input: CreateSourceInput!) {
       createSource(input: $input) { ... on Source { id } ... on UserError { message } } }`,
    { input: source },
  );
  await settled(url, "source", idOf(createSource));

  const { createSegment } = await ask(
    url,
    `mutation ($input: CreateSegmentInput!) {
       createSegment(input: $input) { ... on Segment { id } ... on UserError { message } } }`,
    { input: { name: "Everybody", kind: "ALL" } },
  );
  const segmentId = await settled(url, "segment", idOf(createSegment));

  return { segmentId };
}

/**
 * An export of everybody to a new list, through a destination of its own: runs of one destination share its workers, and
 * this one waits for nobody.
 *
 * @returns its id.
 */
export async function anExport(product: Reached, { segmentId }: Loaded, name: string): Promise<string> {
  const { url, sandbox } = product;
  const destinationId = await aDestination(product, name);
  const list = await sandbox.client.createList(name);
  if (!list.ok) throw new Error(`The simulator refuses a list: ${list.failure.code}`);
  const { createExport } = await ask(
    url,
    `mutation ($input: CreateExportInput!) {
       createExport(input: $input) { ... on Export { id } ... on UserError { message } } }`,
    {
      input: {
        name,
        destinationId,
        listId: list.value.id,
        segmentIds: [segmentId],
        matching: MATCHING,
      },
    },
  );
  return idOf(createExport);
}

/** The simulator's account, connected once more. */
async function aDestination({ url, sandbox }: Reached, name: string): Promise<string> {
  const destination = { name, apiKey: sandbox.key, consent: true, consentTextVersion: "bench" };
  const { createDestination } = await ask(
    url,
    `mutation ($input: CreateDestinationInput!) {
       createDestination(input: $input) { ... on Destination { id } ... on UserError { message } } }`,
    { input: destination },
  );
  const destinationId = idOf(createDestination);
  await ask(url, "mutation ($id: ID!) { becomeExportUser(destinationId: $id) { __typename } }", {
    id: destinationId,
  });
  return destinationId;
}

async function settled(url: string, what: "source" | "segment", id: string): Promise<string> {
  for (;;) {
    const answer = await ask(url, `query ($id: ID!) { ${what}(id: $id) { state failure } }`, { id });
    const { state, failure } = answer[what];
    if (state === "READY") return id;
    if (state === "FAILED") throw new Error(failure);
    await sleep(LOOK_AGAIN_MS);
  }
}

function idOf(answer: { readonly id?: string; readonly message?: string }): string {
  if (answer.id === undefined) throw new Error(answer.message);
  return answer.id;
}
