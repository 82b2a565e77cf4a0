import { expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";

test("an account and a list tell how many are known by which identifier, also when some have gone", async () => {
  const { call, upsert, settled, listId, contact } = await aSimulator();
  const list = await listId();
  const counts = async (path: string) => (await call("GET", path)).body.identifier_counts;
  const all = () => counts("/v3/marketing/contacts/count");
  const listed = () => counts(`/v3/marketing/lists/${list}`);
  expect([await all(), await listed()]).toEqual(Array(2).fill({ AID: 0, EID: 0, EXTID: 0, PHNID: 0 }));

  const ada = { email: "ada@example.com", external_id: "A-1", alternate_emails: ["ada@example.org"] };
  await settled(await upsert([ada, { phone_number_id: "+77011234567", anonymous_id: "x" }], [list]));
  await settled(
    await upsert([{ email: "bob@example.com" }, { email: "eve@example.com", external_id: "E-1" }]),
  );
  expect(await all()).toEqual({ AID: 1, EID: 3, EXTID: 2, PHNID: 1 });
  expect(await listed()).toEqual({ AID: 1, EID: 1, EXTID: 1, PHNID: 1 });

  const gone = await contact("ada@example.com");
  await settled(await call("DELETE", `/v3/marketing/contacts?ids=${gone?.id}`));
  expect(await all()).toEqual({ AID: 1, EID: 2, EXTID: 1, PHNID: 1 });
  expect(await listed()).toEqual({ AID: 1, EID: 0, EXTID: 0, PHNID: 1 });
});
