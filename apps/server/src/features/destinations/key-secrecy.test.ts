import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../../platform/logging/logger.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { controlSimulator, strike } from "../../testing/simulator-control.ts";

/** Everything that came out: log lines, answers over HTTP. */
const seen: string[] = [];
const log = new Writable({
  write(line, _encoding, done) {
    seen.push(String(line));
    done();
  },
});

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox({
    logger: createLogger("debug", log),
    runPatience: {
      uploadMs: 200,
      settleMs: 200,
      unknownMs: 200,
      maxAttempts: 2,
      pauseMs: { first: 10, longest: 10 },
    },
  });
});
afterAll(async () => await sandbox.close());

async function ask(query: string, variables: object): Promise<void> {
  const response = await fetch(`${sandbox.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  seen.push(await response.text());
}

/** Names of the tables, the task queue's included, with a row that has this text. */
async function tablesWith(text: string): Promise<readonly string[]> {
  const tables: { name: string }[] = await sandbox.dataSource.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const sql = `select 1 from ${name} t where to_jsonb(t)::text like '%' || $1 || '%' limit 1`;
      return (await sandbox.dataSource.query(sql, [text])).length > 0 ? [name] : [];
    }),
  );
  return found.flat();
}

test("a key that was stored, used, refused, timed out and answered with garbage is nowhere in clear", async () => {
  const key = sandbox.simulator.keys.GOOD;
  const TEST = "mutation ($a: SendGridAccessInput!) { testDestination(access: $a) { __typename } }";
  const CREATE =
    "mutation ($input: CreateDestinationInput!) { createDestination(input: $input) { __typename } }";
  const id = await sandbox.aDestination("Canary");
  const { exportId } = await anExport(sandbox, id, "Canary", { a: { email: "a@example.com" } });
  const runId = await startRun(sandbox, exportId);
  await endOf(sandbox, runId);

  const faults = [
    { kind: "status", status: 401, body: `{"errors":[{"message":"${key} is not known"}]}` },
    { kind: "status", status: 400, body: `{"errors":[{"message":"${key}"}]}` },
    { kind: "status", status: 500, body: `<p>${key}` },
    { kind: "timeout", afterMs: 20 },
    { kind: "reset" },
  ];
  for (const fault of faults) {
    for (const access of [{ destinationId: id }, { apiKey: key }]) {
      await strike(sandbox.simulator, "*", fault);
      await ask(TEST, { a: access });
    }
    await strike(sandbox.simulator, "*", fault, 1_000);
    await endOf(sandbox, await startRun(sandbox, exportId));
    await controlSimulator(sandbox.simulator, "DELETE", "/faults");
  }
  await ask(TEST, { a: { apiKey: `${key}\n${key}` } }); // malformed
  await ask("mutation { nothing(apiKey: $a) }", { a: key }); // no such mutation
  await ask(TEST, { a: [key] }); // of the wrong type
  await ask(CREATE, { input: { name: "canary", apiKey: key, consent: true, consentTextVersion: "1" } });
  await sandbox.dataSource.query("update destination set sealed_api_key = '{}' where id = $1", [id]);
  await ask(TEST, { a: { destinationId: id } }); // cannot be opened
  await sandbox.dataSource.query("alter table destination rename to away");
  await ask(TEST, { a: { destinationId: id } }); // nobody planned that
  await ask(CREATE, {
    input: { name: "planned by nobody", apiKey: key, consent: true, consentTextVersion: "1" },
  });
  await sandbox.dataSource.query("alter table away rename to destination");
  await ask(`{ destination(id: "${id}") { name apiKeyId consent { textVersion } exportUser { name } } }`, {});

  const secret = key.split(".")[2]!;
  expect(seen.filter((text) => text.includes("request failed"))).not.toEqual([]); // the log was on
  expect(seen.filter((text) => text.includes(secret))).toEqual([]);
  const tablesOfRun = ["public.export_run", expect.stringMatching(/^pgboss\./)];
  expect(await tablesWith(runId)).toEqual(expect.arrayContaining(tablesOfRun)); // the search finds
  expect(await tablesWith(secret)).toEqual([]);
});

test("the audit log can name the key: its public part is kept and shown", async () => {
  const id = await sandbox.aDestination("Public part");
  const { destination } = await sandbox.ask(`{ destination(id: "${id}") { apiKeyId } }`);
  expect(sandbox.simulator.keys.GOOD).toContain(destination.apiKeyId);
});
