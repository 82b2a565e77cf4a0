import type { Customer } from "@keruen/sample-customers";
import { expect, test } from "@playwright/test";
import { ask } from "./product/ask.ts";
import { comparePeople } from "./product/compare-people.ts";
import { contactsOnList } from "./product/contacts.ts";
import { type Expected, expectedOutcomes } from "./product/expected-outcomes.ts";
import { outcomesOf } from "./product/outcomes.ts";
import { type Product, startProduct } from "./product/product.ts";
import { suppressSome } from "./product/suppress-some.ts";
import { expectAccessible } from "./walk/expect-accessible.ts";
import { Walk } from "./walk/walk.ts";
import { openWatched } from "./walk/watched-page.ts";

let product: Product;
let suppressed: ReadonlySet<string>;
test.beforeAll(async () => {
  product = await startProduct({ LATENCY_MS: "150" });
  suppressed = await suppressSome(product.sendGridUrl);
});
test.afterAll(async () => await product.stop());

/** Each language goes its own way: other segments, another list, so that both are compared with a list of their own. */
const WALKS = {
  en: { list: "Newsletter", segments: ["All customers"], isSelected: () => true },
  kk: {
    list: "Almaty stores",
    segments: ["Almaty", "Gold members"],
    isSelected: ({ city, loyalty_tier }: Customer) =>
      city === "Алматы" || loyalty_tier === "Gold" || loyalty_tier === "Platinum",
  },
} as const;

test.describe.configure({ mode: "serial" }); // the second walk finds the first one's customers

for (const language of ["en", "kk"] as const) {
  const { list, segments, isSelected } = WALKS[language];

  test(`a newcomer walks from sample data to an account of every person (${language})`, async ({
    browser,
  }) => {
    const { page, expectClean } = await openWatched(browser, product.url);
    const walk = new Walk(page, language);
    await walk.chooseLanguage();
    await expectAccessible(page);
    if (language === "en") await walk.loadSampleData();
    const { system } = await ask(product.url, "{ system { sandbox { keys { kind apiKey } } } }");
    const keys = Object.fromEntries(
      system.sandbox.keys.map(({ kind, apiKey }: { kind: string; apiKey: string }) => [kind, apiKey]),
    );

    const expected = expectedOutcomes(isSelected, suppressed);

    await walk.setUpDestination(`Account ${language}`, keys, list);
    await expectAccessible(page);
    await walk.matchData("Noah");
    await expectAccessible(page);
    await walk.chooseSegments(segments, expected.size, `Walk ${language}`);
    const runId = await walk.run();
    const seen = await walk.watch();
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));

    await expectAccessible(page);
    const [selected, ...parts] = await walk.sum();
    expect(selected).toBe(expected.size);
    expect(parts).toEqual([
      countOf(expected, "DELIVERED"),
      countOf(expected, "REJECTED"),
      countOf(expected, "SUPPRESSED"),
      countOf(expected, "DUPLICATE"),
    ]);
    comparePeople(
      expected,
      await outcomesOf(product.url, runId),
      await contactsOnList(product.sendGridUrl, await listIdOf(runId)),
    );
    expectClean();
  });
}

test("the server's memory stays under 250 MB through all of it", async () => {
  expect(await product.peakMemoryMb()).toBeLessThan(250);
});

const countOf = (expected: ReadonlyMap<string, Expected>, outcome: string) =>
  [...expected.values()].filter((person) => person.outcome === outcome).length;

async function listIdOf(runId: string): Promise<string> {
  const { run } = await ask(product.url, "query ($id: ID!) { run(id: $id) { list { id } } }", { id: runId });
  return run.list.id;
}
