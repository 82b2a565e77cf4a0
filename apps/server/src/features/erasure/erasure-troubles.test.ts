import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import {
  erase,
  erased,
  HASTY_ERASURES,
  retryErasure,
  twoDelivered,
  watchErasure,
} from "../../testing/erasures.ts";
import { strike } from "../../testing/simulator-control.ts";
import { tablesThatSay } from "../../testing/whole-database.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox({ erasurePatience: HASTY_ERASURES });
});
afterAll(async () => await sandbox.close());

const rows = (sql: string, ...values: unknown[]) => sandbox.dataSource.query(sql, values);

describe("an erasure that SendGrid stands in the way of", () => {
  test("goes on by itself where SendGrid is away for a while", async () => {
    const { email, listId, other } = await twoDelivered(sandbox, "away");
    await strike(
      sandbox.simulator,
      "POST /v3/marketing/contacts/search/emails",
      { kind: "status", status: 503 },
      2,
    );
    expect(await erased(sandbox, email)).toMatchObject({ state: "DONE" });
    expect(await sandbox.addressesOn(listId)).toEqual([other]);
  });

  test("fails with what to do where a person must act, is told again, and then done", async () => {
    const { email, words } = await twoDelivered(sandbox, "refused");
    await strike(sandbox.simulator, "DELETE /v3/marketing/contacts", { kind: "status", status: 403 });
    const failed = await erased(sandbox, email);
    expect(failed.state).toBe("FAILED");
    expect(failed.destinations).toContainEqual(
      expect.objectContaining({
        state: "FAILED",
        code: "key-lacks-rights",
        message: expect.stringContaining("try again"),
      }),
    );
    expect(await tablesThatSay(sandbox.dataSource, ...words)).toEqual([]);
    expect(await retryErasure(sandbox, failed.id)).toMatchObject({ state: "ERASING" });
    expect((await Array.fromAsync(watchErasure(sandbox, failed.id))).at(-1)).toMatchObject({ state: "DONE" });
    expect(await retryErasure(sandbox, failed.id)).toMatchObject({ code: "erasure-not-failed" });
  });

  test("says which account nobody can look into, where the destination was removed meanwhile", async () => {
    const { runId, email, destinationId } = await twoDelivered(sandbox, "removed");
    await rows(
      "update export_run set state = 'SETTLING', ended_at = null, export_id = null where id = $1",
      runId,
    );
    const { id } = await erase(sandbox, email);
    await rows("delete from destination where id = $1", destinationId);
    await rows("update export_run set state = 'SUCCEEDED', ended_at = now() where id = $1", runId);
    const ended = (await Array.fromAsync(watchErasure(sandbox, id))).at(-1);
    expect(ended.state).toBe("DONE");
    expect(ended.unreachableRunCount).toBe(1);
    expect(ended.destinations).toContainEqual(
      expect.objectContaining({
        destinationName: "removed",
        state: "UNREACHABLE",
        code: "destination-removed",
      }),
    );
  });
});
