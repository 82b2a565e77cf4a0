import { afterAll, beforeAll, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../../testing/a-sandbox.ts";
import { anExport, endOf } from "../../../testing/an-export.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox();
});
afterAll(async () => await sandbox.close());

const people = { a: { email: "a@example.com" } };

test("all exports that have an active schedule are started, and of each other one it is said why not", async () => {
  const [manned, unmanned] = [await sandbox.aDestination("Manned"), await sandbox.aDestination("Unmanned")];
  const recurrence = { timeZone: "UTC", days: [1], times: ["03:00"] };
  await anExport(sandbox, manned, "With the refresh", people);
  await anExport(sandbox, manned, "By itself", people, { schedule: { kind: "OWN", recurrence } });
  await anExport(sandbox, manned, "Off", people, { schedule: { kind: "OFF" } });
  await anExport(sandbox, unmanned, "Nobody's", people);
  await sandbox.dataSource.query("update destination set export_user_id = null where id = $1", [unmanned]);

  const { startAllExports } = await sandbox.ask(`mutation {
    startAllExports {
      started { id exportName trigger }
      notStarted { export { name } reason { __typename code message } }
    }
  }`);

  const { started, notStarted } = startAllExports;
  expect(started.map(({ exportName }: { exportName: string }) => exportName).toSorted()).toEqual([
    "By itself",
    "With the refresh",
  ]);
  expect(notStarted).toEqual([
    {
      export: { name: "Nobody's" },
      reason: {
        __typename: "ExportUserRequired",
        code: "export-user-required",
        message: "Nobody is export user of the destination. Add yourself there, then run again.",
      },
    },
  ]);
  for (const { id } of started) expect(await endOf(sandbox, id)).toMatchObject({ state: "SUCCEEDED" });
});
