import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { strike } from "../../testing/simulator-control.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox();
});
afterAll(async () => await sandbox.close());

const CREATE = `mutation ($input: CreateDestinationInput!) {
  createDestination(input: $input) {
    __typename
    ... on UserError { code message }
    ... on ApiKeyRefused { problem missingScopes }
    ... on InvalidInput { issues { path code } }
    ... on Destination {
      id name state apiKeyId createdAt exportCount
      defaultList { id name } exportUser { name } consent { agreedAt textVersion user { name } }
    }
  }
}`;

async function create(input: object) {
  const whole = {
    consent: true,
    consentTextVersion: "2026-11",
    apiKey: sandbox.simulator.keys.GOOD,
    ...input,
  };
  return (await sandbox.ask(CREATE, { input: whole })).createDestination;
}
const count = async (table: string) =>
  (await sandbox.dataSource.query(`select count(*)::integer as n from ${table}`))[0].n;

describe("createDestination", () => {
  test("connects with a key that SendGrid takes, and keeps who agreed to which text and when", async () => {
    const before = Date.now();
    const created = await create({ name: "  Newsletter " });
    expect(created).toMatchObject({
      ...{ __typename: "Destination", name: "Newsletter", state: "NEEDS_EXPORT_USER", exportCount: 0 },
      ...{ exportUser: null, defaultList: null },
      consent: { textVersion: "2026-11", user: { name: "Local administrator" } },
    });
    expect(created.apiKeyId).toBe(sandbox.simulator.keys.GOOD.split(".")[1]);
    expect(Date.parse(created.consent.agreedAt)).toBeGreaterThan(before - 1_000);

    const [event] = await sandbox.dataSource.query("select * from audit_event where subject_id = $1", [
      created.id,
    ]);
    expect(event).toMatchObject({ action: "destination-created", subject_name: "Newsletter" });
  });

  test("keeps the name of the list that is offered first", async () => {
    const id = await sandbox.aList("Readers");
    expect((await create({ name: "With a list", listId: id })).defaultList).toEqual({ id, name: "Readers" });
  });

  test("takes a key with the spaces that come along when it is copied", async () => {
    const created = await create({ name: "Copied", apiKey: ` ${sandbox.simulator.keys.GOOD}\n` });
    expect(created.__typename).toBe("Destination");
    const { testDestination } = await sandbox.ask(
      "mutation ($id: ID!) { testDestination(access: { destinationId: $id }) { __typename } }",
      created,
    );
    expect(testDestination.__typename).toBe("DestinationTest");
  });

  describe("refuses, keeping nothing,", () => {
    test.each([
      ["no key", "", "MALFORMED", []],
      ["what is no key", "SG.short.one", "MALFORMED", []],
      ["an unknown key", `SG.${"a".repeat(22)}.${"b".repeat(43)}`, "UNAUTHORIZED", []],
      ["a revoked key", "REVOKED", "UNAUTHORIZED", []],
      ["a key without marketing rights", "WITHOUT_MARKETING", "MISSING_SCOPES", ["marketing.read"]],
    ])("%s", async (_what, key, problem, missingScopes) => {
      const before = [await count("destination"), await count("consent"), await count("audit_event")];
      const apiKey = (sandbox.simulator.keys as Record<string, string>)[key] ?? key;
      expect(await create({ name: "Refused", apiKey })).toMatchObject({
        ...{ __typename: "ApiKeyRefused", code: "api-key-refused", problem, missingScopes },
      });
      expect([await count("destination"), await count("consent"), await count("audit_event")]).toEqual(
        before,
      );
    });

    test("a key that has the scopes and still may not read contacts", async () => {
      await strike(sandbox.simulator, "GET /v3/marketing/contacts/count", { kind: "status", status: 403 });
      expect(await create({ name: "Forbidden" })).toMatchObject({ problem: "MISSING_SCOPES" });
    });

    test("without consent", async () => {
      const before = await count("destination");
      expect(await create({ name: "No consent", consent: false })).toMatchObject({
        code: "consent-required",
      });
      expect(await count("destination")).toBe(before);
    });

    test.each([
      ["no name", { name: "  " }, { path: "name", code: "name-missing" }],
      ["a name that is too long", { name: "х".repeat(101) }, { path: "name", code: "too-long" }],
      ["a name that cannot be seen", { name: "a\u0000b" }, { path: "name", code: "name-unreadable" }],
      [
        "a consent to no text",
        { name: "Text", consentTextVersion: "" },
        { path: "consentTextVersion", code: "text-version-unknown" },
      ],
      [
        "a list that is not there",
        { name: "List", listId: "00000000-0000-4000-8000-000000000000" },
        { path: "listId", code: "list-not-found" },
      ],
      ["a list id that is none", { name: "List", listId: "abc" }, { path: "listId", code: "list-not-found" }],
    ])("%s", async (_what, input, issue) => {
      expect(await create(input)).toMatchObject({ __typename: "InvalidInput", issues: [issue] });
    });

    test.each([
      ["Taken", "taken"],
      ["Әл-Фараби", "ӘЛ-ФАРАБИ"],
    ])("a name that is taken, whatever its case: %s, %s", async (first, second) => {
      await create({ name: first });
      expect(await create({ name: second })).toMatchObject({
        issues: [{ path: "name", code: "name-taken" }],
      });
    });

    test("all but one of those who take one name at once", async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => create({ name: "At once" })));
      expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
        "Destination",
        ...Array(4).fill("InvalidInput"),
      ]);
    });

    test.each([
      ["is out of order", { kind: "status", status: 500 }, "did not answer"],
      [
        "answers in HTML",
        { kind: "status", status: 502, body: "<p>", contentType: "text/html" },
        "did not answer",
      ],
      ["breaks off", { kind: "reset" }, "did not answer"],
      ["is asked too often", { kind: "status", status: 429 }, "in a minute"],
      ["says something unheard of", { kind: "status", status: 418 }, "did not take the request"],
    ])("where SendGrid %s, saying so", async (_what, fault, words) => {
      await strike(sandbox.simulator, "GET /v3/scopes", fault);
      const refused = await create({ name: "Unavailable" });
      expect(refused).toMatchObject({
        code: "sendgrid-unavailable",
        message: expect.stringContaining(words),
      });
    });
  });
});
