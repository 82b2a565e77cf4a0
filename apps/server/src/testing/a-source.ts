import { expect, vi } from "vitest";
import type { TestServer } from "./a-server.ts";

export type SentFile = {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON as any client gets it
  readonly body: any;
};

type FileBody = string | Buffer | AsyncIterable<Buffer | string>;

/** `POST /files` with this body. */
export async function sendFile(
  server: TestServer,
  body: FileBody,
  { name = "customers.csv", headers = {} }: { name?: string; headers?: Record<string, string> } = {},
): Promise<SentFile> {
  const response = await fetch(`${server.url}/files?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers,
    body: (typeof body === "string" ? Buffer.from(body) : body) as NonNullable<RequestInit["body"]>,
    duplex: "half",
  } as RequestInit);
  return { status: response.status, body: await response.json() };
}

export type SourceFields = {
  readonly idField?: string;
  readonly emailField?: string | null;
  readonly name?: string;
};

/** A source made of this file, followed until it is ready or has failed. @returns its last state. */
export async function aSource(server: TestServer, body: FileBody, fields: SourceFields = {}) {
  const { body: file } = await sendFile(server, body);
  const { idField = "id", emailField = null, name = `Source ${file.id}` } = fields;
  const { createSource } = await server.ask(
    `mutation ($input: CreateSourceInput!) {
       createSource(input: $input) { ... on Source { id } ... on InvalidInput { issues { path code } } ... on UserError { message } }
     }`,
    { input: { name, fileId: file.id, idField, emailField } },
  );
  if (!createSource.id) throw new Error(JSON.stringify([file, createSource]));
  return await readySource(server, createSource.id);
}

/** Follows a source until nothing more happens to it. @returns its last state. */
export async function readySource(server: TestServer, id: string) {
  let source = null;
  const changes = server.follow(
    `subscription ($id: ID!) {
       sourceChanged(sourceId: $id) {
         id name state failure profileCount rejectedLineCount rejectedLines { line code }
       }
     }`,
    { id },
  );
  for await (const { sourceChanged } of changes) source = sourceChanged;
  return source;
}

/** Every profile there is, as attributes by name, in the order they came in. */
export async function allProfiles(server: TestServer): Promise<readonly Record<string, string>[]> {
  const profiles: Record<string, string>[] = [];
  let after: string | null = null;
  do {
    const { profiles: page } = await server.ask(
      `query ($after: String) {
         profiles(first: 200, after: $after) {
           pageInfo { hasNextPage endCursor } edges { node { attributes { field value } } }
         }
       }`,
      { after },
    );
    for (const { node } of page.edges)
      profiles.push(Object.fromEntries(node.attributes.map(({ field, value }: never) => [field, value])));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return profiles;
}

/** Takes out every source, profile and segment, for the next test of the same file, once nobody works on them. */
export async function clearProfiles({ dataSource }: TestServer): Promise<void> {
  await vi.waitFor(async () => expect(await tasksUnderWay(dataSource)).toBe(0), { timeout: 20_000 });
  await dataSource.query(
    "truncate source, profile_field, profile, uploaded_file, rejected_line, export_run, segment, segment_member cascade",
  );
}

const tasksUnderWay = async (dataSource: TestServer["dataSource"]): Promise<number> => {
  const [{ count }] = await dataSource.query(
    "select count(*)::integer as count from pgboss.job where state = 'active'",
  );
  return count;
};
