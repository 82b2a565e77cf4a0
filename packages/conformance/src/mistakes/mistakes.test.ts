import { expect, test } from "vitest";
import { anAccount } from "./an-account.ts";

const PUT = "PUT /v3/marketing/contacts";

test("a 400 that is about no address is nobody's fault: the upload ends, after a bounded number of tries", async () => {
  const { breaks, upload, calls } = await anAccount();
  await breaks(PUT, { kind: "status", status: 400, body: '{"errors":[{"message":"not today"}]}' }, 10_000);
  const profiles = Array.from({ length: 1_000 }, (_, index) => ({ email: `customer${index}@example.com` }));
  const { failure, rejected } = await upload(profiles);
  expect(failure).toBe("rejected");
  expect(rejected).toEqual([]);
  expect(calls.filter((call) => call === PUT).length).toBeLessThan(250);
});

test("a 429 is waited for and sent again, whatever it tells", async () => {
  const { breaks, upload, calls, contacts } = await anAccount();
  for (const tell of ["delta", "epoch", "retry-after", "nothing"])
    await breaks(PUT, { kind: "rate-limited", tell, waitSeconds: 2 });
  expect(await upload([{ email: "ada@example.com" }])).toEqual({ rejected: [], refused: [], failure: null });
  expect(calls.filter((call) => call === PUT)).toHaveLength(5);
  expect(await contacts()).toHaveLength(1);
});

test("a connection that breaks is an outage like any other: the upload goes on, and nobody is there twice", async () => {
  const { breaks, upload, contacts } = await anAccount();
  await breaks(PUT, { kind: "reset" });
  await breaks(PUT, { kind: "reset-after-accept" });
  await breaks("GET /v3/marketing/contacts/imports/{id}", { kind: "reset" });
  expect(await upload([{ email: "ada@example.com" }])).toEqual({ rejected: [], refused: [], failure: null });
  expect(await contacts()).toHaveLength(1);
});

test("addresses with quotes in them are people like any others", async () => {
  const { upload, contacts } = await anAccount();
  const emails = ["o'brien@example.com", "it''s@example.com", "back`tick@example.com"];
  expect((await upload(emails.map((email) => ({ email })))).rejected).toEqual([]);
  expect((await contacts()).map(({ email }) => email).toSorted()).toEqual(emails.toSorted());
});

test("an address in capitals and the same in small letters are one contact", async () => {
  const { upload, contacts } = await anAccount();
  await upload([{ email: "Ada@Example.COM" }, { email: "ada@example.com" }]);
  expect((await contacts()).map(({ email }) => email)).toEqual(["ada@example.com"]);
});

test("nought is a value: it arrives, in a field that is named by its id", async () => {
  const { upload, contacts } = await anAccount();
  await upload([{ email: "ada@example.com", e1_T: false, e2_N: 0 }]);
  expect(await contacts()).toMatchObject([{ custom_fields: { loyalty_tier: "false", lifetime_value: 0 } }]);
});

test("the last of 150 lists is found", async () => {
  const { client } = await anAccount();
  const made = [];
  for (let number = 1; number <= 150; number++) made.push(await client.createList(`List ${number}`));
  const lists = await client.lists();
  const names = lists.ok ? lists.value.map(({ name }) => name) : [];
  expect(made.every(({ ok }) => ok)).toBe(true);
  expect(names).toContain("List 150");
  expect(names.filter((name) => name.startsWith("List "))).toHaveLength(150);
});

test("a list that SendGrid refuses to make is a failure with its reason, never a list without an id", async () => {
  const { client } = await anAccount();
  expect(await client.createList("Newsletter")).toMatchObject({
    ok: false,
    failure: { code: "rejected", errors: [{ field: "name" }] },
  });
});

test("one address that SendGrid alone refuses costs the others nothing", async () => {
  const { upload, contacts } = await anAccount();
  const { rejected, failure } = await upload([
    { email: "ada@example.com" },
    { email: "bad@localhost" },
    { email: "bob@example.com" },
  ]);
  expect(failure).toBeNull();
  expect(rejected.map(({ profileId }) => profileId)).toEqual(["bad@localhost"]);
  expect((await contacts()).map(({ email }) => email).toSorted()).toEqual([
    "ada@example.com",
    "bob@example.com",
  ]);
});

test("what is handed in is never written to: whoever is refused is told beside it", async () => {
  const { upload } = await anAccount();
  const profiles = [{ email: "ada@example.com" }, { email: "bad@localhost" }, { email: "no address" }];
  const before = structuredClone(profiles);
  const { rejected } = await upload(profiles.map((profile) => Object.freeze(profile)));
  expect(rejected.map(({ profileId }) => profileId).toSorted()).toEqual(["bad@localhost", "no address"]);
  expect(profiles).toEqual(before);
});

test("a value that cannot be taken is refused under the name of its own field", async () => {
  const { upload } = await anAccount();
  const { rejected } = await upload([
    { email: "ada@example.com", e2_N: 1, e3_D: "the day after tomorrow" },
    { email: "bob@example.com", e2_N: "a few", e3_D: "2026-03-08" },
  ]);
  expect(rejected.map(({ rejection }) => rejection.field)).toEqual(["e3_D", "e2_N"]);
});
