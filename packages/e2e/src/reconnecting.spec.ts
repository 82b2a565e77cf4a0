import { expect, test } from "@playwright/test";
import { anExport, startRun } from "./product/an-export.ts";
import { type Product, startProduct } from "./product/product.ts";
import { somePeople } from "./product/some-people.ts";

let product: Product;
test.beforeAll(async () => {
  product = await startProduct({ JOB_DELAY_MS: "4000" }); // long enough to be looked at
});
test.afterAll(async () => await product.stop());

test("a run's page says that the server is away, and goes on by itself when it is back", async ({ page }) => {
  const north = await somePeople(product.url, 20);
  const { exportId } = await anExport(product.url, "Watched", [north]);
  await page.goto(`${product.url}/runs/${await startRun(product.url, exportId)}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();

  await product.killServer();
  await expect(page.getByText("Reconnecting…")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Watched" })).toBeVisible(); // what was seen stays

  await product.startServer();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const sum = page.getByRole("region", { name: "What became of everybody" });
  await expect(sum).toContainText("20", { timeout: 60_000 });
  await expect(page.getByText("Reconnecting…")).toBeHidden();
});
