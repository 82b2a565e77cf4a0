import { expect, test } from "@playwright/test";
import { type Product, startProduct } from "./product/product.ts";
import { expectAccessible } from "./walk/expect-accessible.ts";
import { Walk } from "./walk/walk.ts";
import { openWatched } from "./walk/watched-page.ts";

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(async () => await product.stop());

const WORDS = {
  en: {
    ...{ now: "Refresh now", nothing: "There was nothing to refresh.", byItself: "Refresh by itself" },
    ...{ save: "Save", next: /Next refresh: / },
  },
  kk: {
    ...{ now: "Қазір жаңарту", nothing: "Жаңартатын ештеңе болмады.", byItself: "Өздігінен жаңарту" },
    ...{ save: "Сақтау", next: /Келесі жаңарту: / },
  },
} as const;

for (const language of ["en", "kk"] as const)
  test(`a refresh is started, and set to come by itself, by anybody and in both themes (${language})`, async ({
    browser,
  }) => {
    const words = WORDS[language];
    const { page, expectClean } = await openWatched(browser, product.url);
    await new Walk(page, language).chooseLanguage();
    await page.goto(`${product.url}/refresh`);
    await page.getByRole("button", { name: words.now }).click();
    await expect(page.getByText(words.nothing)).toBeVisible();
    const byItself = page.getByRole("switch", { name: words.byItself });
    if (!(await byItself.isChecked())) await byItself.click();
    await page.getByRole("button", { name: words.save }).click();
    await expect(page.getByText(words.next)).toBeVisible();
    await expectAccessible(page);
    expectClean();
  });
