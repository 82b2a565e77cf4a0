import { expect, test } from "@playwright/test";
import { anExport, runNow, startRun } from "./product/an-export.ts";
import { ask } from "./product/ask.ts";
import { contactsOnList } from "./product/contacts.ts";
import { type Product, startProduct } from "./product/product.ts";
import { somePeople } from "./product/some-people.ts";
import { until } from "./product/until.ts";
import { expectAccessible } from "./walk/expect-accessible.ts";
import { openWatched } from "./walk/watched-page.ts";

const PEOPLE = 20;

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => await product.stop());

/** Somebody takes one off a list in SendGrid itself. */
async function removeOneByHand(listId: string): Promise<void> {
  const { url, sendGridUrl } = product;
  const { system } = await ask(url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  const people = await fetch(`${sendGridUrl}/_simulator/contacts?limit=1&list=${listId}`);
  const { contacts } = (await people.json()) as { contacts: readonly { id: string }[] };
  await fetch(`${sendGridUrl}/v3/marketing/lists/${listId}/contacts?contact_ids=${contacts[0]?.id}`, {
    ...{ method: "DELETE", headers: { authorization: `Bearer ${apiKey}` } },
  });
  await until(async () => (await onList(listId)) === PEOPLE - 1);
}

const onList = async (listId: string): Promise<number> =>
  (await contactsOnList(product.sendGridUrl, listId)).size;

test("a list is checked and put right, a run is undone, and what is left of a failed one is sent", async ({
  browser,
}) => {
  const { url, sendGridUrl } = product;
  const { exportId, listId } = await anExport(url, "Readers in the north", [await somePeople(url, PEOPLE)]);
  const firstId = await startRun(url, exportId);
  await until(async () => (await runNow(url, firstId)).endedAt);
  await removeOneByHand(listId);

  const { page, expectClean } = await openWatched(browser, `${url}/exports/${exportId}`);
  const confirm = (name: string) => page.getByRole("dialog").getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Check the list" }).click();
  await expect(page.getByTestId("drift-missing")).toHaveText("1");
  await expect(page.getByTestId("drift-recorded")).toHaveText(String(PEOPLE - 1));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send the missing again" }).click();
  await confirm("Send the missing again");
  await expect(page.getByTestId("sum-delivered")).toHaveText("1");
  expect(await onList(listId)).toBe(PEOPLE);

  await page.goto(`${url}/runs/${firstId}`);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("dialog")).toContainText(`${PEOPLE} people whom this run added are taken off`);
  await confirm("Undo");
  await expect(page.getByTestId("run-removed")).toHaveText(String(PEOPLE));
  await expectAccessible(page);
  expect(await onList(listId)).toBe(0);

  const fault = { kind: "status", status: 403 };
  await fetch(`${sendGridUrl}/_simulator/faults`, {
    ...{ method: "POST", headers: { "content-type": "application/json" } },
    body: JSON.stringify({ endpoint: "PUT /v3/marketing/contacts", times: 1, fault }),
  });
  await page.goto(`${url}/runs/${await startRun(url, exportId)}`);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("dialog")).toContainText(`${PEOPLE} people who were left out are sent again`);
  await confirm("Retry");
  await expect(page.getByTestId("run-retry-of")).toBeVisible();
  await expect(page.getByTestId("sum-delivered")).toHaveText(String(PEOPLE));
  await expectAccessible(page);
  expect(await onList(listId)).toBe(PEOPLE);
  expectClean();
});
