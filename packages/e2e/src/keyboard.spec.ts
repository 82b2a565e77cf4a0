import { expect, type Locator, type Page, test } from "@playwright/test";
import { ask } from "./product/ask.ts";
import { type Product, startProduct } from "./product/product.ts";
import { somePeople } from "./product/some-people.ts";

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
  await somePeople(product.url, 20);
});
test.afterAll(async () => await product.stop());

/** Presses Tab until it is there, as a person would who sees where the focus is. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

async function press(page: Page, wanted: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press(key);
}

test("a run is set up, started and looked into by the keyboard alone", async ({ page }) => {
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const { system } = await ask(product.url, "{ system { sandbox { keys { kind apiKey } } } }");
  const { apiKey } = system.sandbox.keys.find(({ kind }: { kind: string }) => kind === "GOOD");
  await page.goto(`${product.url}/destinations/new`);

  await tabTo(page, page.getByLabel("Display name"));
  await page.keyboard.type("Marketing");
  await tabTo(page, page.getByRole("textbox", { name: "SendGrid API key" }));
  await page.keyboard.type(apiKey);
  await tabTo(page, page.getByRole("combobox", { name: "SendGrid list" }));
  await page.keyboard.type("Newsletter");
  await expect(page.getByRole("option", { name: "Newsletter" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await press(page, page.getByLabel("I agree"), "Space");
  await press(page, button("Connect"));
  await press(page, button("Add yourself as export user"));
  await press(page, page.getByRole("link", { name: "Next" }));

  await press(page, button("Match automatically"));
  await expect(page.getByRole("combobox", { name: "Email", exact: true })).toHaveValue("email");
  await press(page, button("Next"));
  await press(page, page.getByRole("checkbox", { name: "north" }), "Space");
  await tabTo(page, page.getByLabel("Export name"));
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("By keyboard");
  await press(page, button("Save"));
  await expect(page.getByRole("heading", { level: 1, name: "By keyboard" })).toBeFocused();

  await press(page, button("Run now"));
  await expect(page.getByRole("heading", { level: 1, name: "By keyboard" })).toBeFocused();
  await expect(page.getByRole("region", { name: "What became of everybody" })).toContainText("20");
  await tabTo(page, page.getByRole("combobox", { name: "Outcome" }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("region", { name: "People who were not delivered" })).toContainText("Nobody");
  await tabTo(page, page.getByRole("link", { name: "Download CSV" }));
  await press(page, page.getByRole("link", { name: "Open export" }));
  await expect(page).toHaveURL(/\/exports\//);
});
