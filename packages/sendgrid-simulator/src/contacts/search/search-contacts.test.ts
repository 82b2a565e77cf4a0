import { beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "../../start-simulator.ts";
import { aSimulator, clientOf } from "../../testing/a-simulator.ts";
import type { ContactDetails } from "../contact-details.ts";

const SEARCH = "/v3/marketing/contacts/search";

const PEOPLE = [
  { email: "Ada@Example.com", first_name: "Ada", city: "London", custom_fields: { e1_T: "gold", e2_N: 120 } },
  { email: "bob@example.com", first_name: "Bob", city: "Almaty", alternate_emails: ["robert@example.org"] },
  { email: "cid@example.org", first_name: "O'Neill", city: "100% Almaty", external_id: "C-1" },
  { phone_number_id: "+77011234567", first_name: "Dana" },
];

let simulator: Simulator;
let lists: readonly string[];

beforeAll(async () => {
  simulator = await startSimulator({ settings: { jobDelayMs: 0, jobLingerMs: 0, rateLimits: null } });
  const { upsert, settled, listId } = clientOf(simulator);
  lists = [await listId("Newsletter"), await listId("Almaty stores")];
  await settled(await upsert(PEOPLE.slice(0, 2), [lists[0] ?? ""]));
  await settled(await upsert(PEOPLE.slice(2)));
  return () => simulator.close();
});

const search = (query: unknown) => clientOf(simulator).call("POST", SEARCH, { query });

/** First names of whom the query finds. */
async function found(query: string): Promise<string[]> {
  const { status, body } = await search(query);
  expect([status, body.errors]).toEqual([200, undefined]);
  expect(body.contact_count).toBe(body.result.length);
  return body.result.map(({ first_name }: ContactDetails) => first_name);
}

describe("a search", () => {
  test.each([
    ["email = 'ada@example.com'", ["Ada"]],
    ["email = 'Ada@Example.com'", []],
    ["email = lower('Ada@Example.com')", ["Ada"]],
    ["lower(first_name) = 'ada'", ["Ada"]],
    ['first_name = "Bob"', ["Bob"]],
    ["first_name = 'O\\'Neill'", ["O'Neill"]],
    ["first_name != 'Bob'", ["Ada", "O'Neill", "Dana"]],
    ["email IN ('ada@example.com', 'nobody@example.com') OR email in('bob@example.com')", ["Ada", "Bob"]],
    ["email NOT IN ('ada@example.com')", ["Bob", "O'Neill"]],
    ["email LIKE '%example.com'", ["Ada", "Bob"]],
    ["email LIKE 'ADA%'", []],
    ["email LIKE 'ada'", []],
    ["city LIKE '100%%%'", ["O'Neill"]],
    ["city LIKE '%*%'", []],
    ["city NOT LIKE '%Almaty'", ["Ada"]],
    ["email IS NULL", ["Dana"]],
    ["city IS NOT NULL AND NOT (city = 'London')", ["Bob", "O'Neill"]],
    ["first_name = 'Ada' OR first_name = 'Bob' AND city = 'nowhere'", ["Ada"]],
    ["(first_name = 'Ada' OR first_name = 'Bob') AND city = 'Almaty'", ["Bob"]],
    ["external_id = 'C-1'", ["O'Neill"]],
    ["phone_number_id = '+77011234567'", ["Dana"]],
    ["loyalty_tier = 'gold' and lifetime_value = 120", ["Ada"]],
    ["CONTAINS(alternate_emails, 'robert@example.org')", ["Bob"]],
    ["first_name = '' OR 1' OR '1", null],
  ])("for %s finds %j", async (query, names) => {
    if (names === null) expect((await search(query)).status).toBe(400);
    else expect(await found(query)).toEqual(names);
  });

  test("tells who is on a list, and nobody for a list that is not there", async () => {
    expect(await found(`CONTAINS(list_ids, '${lists[0]}') AND email LIKE 'a%'`)).toEqual(["Ada"]);
    expect(await found(`CONTAINS(list_ids, '${lists[1]}')`)).toEqual([]);
    expect(await found("CONTAINS(list_ids, 'no-list')")).toEqual([]);
  });

  test("finds contacts by their ids", async () => {
    const { body } = await search("email = 'bob@example.com'");
    expect(await found(`contact_id = '${body.result[0].id}'`)).toEqual(["Bob"]);
  });

  test.each([
    ["", "query is required"],
    [7, "query is required"],
    ["email", "expected =, !=, IN, LIKE or IS"],
    ["email = 'a", "cannot read the query from character 9"],
    ["email = a", "expected a text or a number"],
    ["shoe_size = 5", "unknown field 'shoe_size'"],
    ["CONTAINS(email, 'a')", "'email' is not a list of values"],
    ["(email = 'a'", "expected )"],
    ["email = 'a' email = 'b'", "expected AND, OR or the end of the query"],
    [Array(501).fill("city = 'a'").join(" OR "), "at most 500 conditions are understood"],
    [`email = '${"a".repeat(50_000)}'`, "must be at most 50000 characters"],
  ])("for %.30j is refused with the reason", async (query, message) => {
    const { status, body } = await search(query);
    expect([status, body]).toEqual([400, { errors: [{ field: "query", message }] }]);
  });

  test("takes as many conditions as are understood, side by side and one within the other", async () => {
    expect(await found(Array(500).fill("city = 'London'").join(" OR "))).toEqual(["Ada"]);
    expect(await found(`${"(".repeat(400)}city = 'London'${")".repeat(400)}`)).toEqual(["Ada"]);
    expect(await found(`${"NOT ".repeat(400)}city = 'London'`)).toEqual(["Ada"]);
  });
});

test("a search shows the first fifty and counts them all", async () => {
  const { upsert, settled, call } = await aSimulator();
  const people = Array.from({ length: 60 }, (_, index) => ({ email: `p${index}@example.com` }));
  await settled(await upsert(people));
  const { body } = await call("POST", SEARCH, { query: "email LIKE 'p%'" });
  expect([body.result.length, body.contact_count]).toEqual([50, 60]);
  expect(body.result[0].email).toBe("p0@example.com");
});

test("a search that takes too long is had as a fault", async () => {
  const { call } = await aSimulator();
  const fault = { endpoint: `POST ${SEARCH}`, fault: { kind: "status", status: 408 } };
  await call("POST", "/_simulator/faults", fault);
  expect((await call("POST", SEARCH, { query: "email IS NULL" })).status).toBe(408);
});
