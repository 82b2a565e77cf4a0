import { createSendGridClient, ok } from "@keruen/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyFile } from "../../platform/secrets/key-file.ts";
import { SecretBox } from "../../platform/secrets/secret-box.ts";
import { createSendHttp } from "../../platform/sendgrid/send-http.ts";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { anExport, endOf, startRun } from "../../testing/an-export.ts";
import { dyingAt, Killed } from "../../testing/dying-at.ts";
import { erased, HASTY_ERASURES } from "../../testing/erasures.ts";
import { tablesThatSay } from "../../testing/whole-database.ts";
import { CarryErasure } from "./carry-erasure.ts";
import { ErasureEntity } from "./erasure.entity.ts";
import { ErasureDestinationEntity } from "./erasure-destination.entity.ts";
import { sealPerson } from "./sealed-person.ts";

let sandbox: Sandbox;
let secrets: SecretBox;
beforeAll(async () => {
  sandbox = await aSandbox({ erasurePatience: HASTY_ERASURES });
  secrets = new SecretBox(await readKeyFile(sandbox.dataDir));
});
afterAll(async () => await sandbox.close());

/** An erasure as it is before its task begins, of somebody who is on a list. The server's own task is done with it. */
async function anErasure(name: string) {
  const email = `${name}@example.com`;
  const destinationId = await sandbox.aDestination(name);
  const { listId, exportId } = await anExport(sandbox, destinationId, name, { [name]: { email } });
  await endOf(sandbox, await startRun(sandbox, exportId));
  const { id } = await erased(sandbox, `first.${email}`);
  const [{ profileId }] = await sandbox.dataSource.query(
    `select id as "profileId" from profile where email = $1`,
    [email],
  );
  await sandbox.dataSource.getRepository(ErasureEntity).update(
    { id },
    {
      ...{ state: "ERASING", endedAt: null, attempt: 0 },
      sealedPerson: sealPerson(secrets, id, { addresses: [email], profileIds: [profileId] }) as never,
    },
  );
  await sandbox.dataSource
    .getRepository(ErasureDestinationEntity)
    .update({ erasureId: id }, { state: "PENDING", endedAt: null });
  return { id, email, listId };
}

function carrierDyingAt(killAt: number): CarryErasure {
  const { mortal } = dyingAt(killAt);
  const { dataSource, simulator } = sandbox;
  const clock = { now: Date.now, wait: async () => undefined };
  const transport = createSendHttp({ baseUrl: simulator.url });
  const apiKey = () => simulator.keys.GOOD;
  const client = createSendGridClient({ baseUrl: simulator.url, transport, clock, apiKey });
  const openSendGrid = {
    ofDestination: async () => ok(mortal(client, ["findContact", "deleteContacts", "job"])),
  };
  const database = mortal(dataSource, ["query", "transaction"]);
  return new CarryErasure(
    database,
    secrets,
    openSendGrid,
    { enqueue: async () => undefined },
    HASTY_ERASURES,
  );
}

/** @returns how often it had to be begun: once more for each step that it has. */
async function carryThroughDeaths(id: string): Promise<number> {
  const never = new AbortController().signal;
  for (let killAt = 1; ; killAt++) {
    try {
      await carrierDyingAt(killAt).execute(id, never);
      return killAt;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
}

test("killed between any two steps and begun again, it ends with nothing left and every count true", {
  timeout: 120_000,
}, async () => {
  const { id, email, listId } = await anErasure("killed.person");
  expect(await carryThroughDeaths(id)).toBeGreaterThan(20);

  const erasures = sandbox.dataSource.getRepository(ErasureEntity);
  expect(await erasures.findOneByOrFail({ id })).toMatchObject({
    ...{ state: "DONE", profileCount: 1, segmentCount: 1, runCount: 1, deliveryCount: 1 },
  });
  expect(
    await sandbox.dataSource.getRepository(ErasureDestinationEntity).findBy({ erasureId: id }),
  ).toMatchObject([{ state: "DONE", contactCount: 1 }]);
  expect(await sandbox.addressesOn(listId)).toEqual([]);
  expect(await tablesThatSay(sandbox.dataSource, email)).toEqual([]);
});
