import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { type Product, startProduct } from "./product/product.ts";
import { expectAccessible } from "./walk/expect-accessible.ts";
import { Walk } from "./walk/walk.ts";
import { openWatched } from "./walk/watched-page.ts";

const SMTP = { SMTP_URL: "smtp://127.0.0.1:9", SMTP_PLAIN: "1", SMTP_FROM: "keruen@example.com" }; // nobody is there

let product: Product;
let target: string;
const received: unknown[] = [];
const receiver = createServer((request, response) => {
  received.push(request.headers["keruen-alert-id"]);
  request.resume().on("end", () => response.writeHead(200).end());
});
test.beforeAll(async () => {
  await new Promise<void>((resolve) => void receiver.listen(0, "127.0.0.1", resolve));
  target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`;
  product = await startProduct({}, { ALERT_WEBHOOKS_PRIVATE: "1", ...SMTP });
});
test.afterAll(async () => {
  await product.stop();
  receiver.close();
});

const WORDS = {
  en: {
    ...{ alerts: "Alerts", add: "Add a channel", name: "Channel name", url: "Webhook URL", mail: /^E-mail/ },
    ...{ kept: "I have kept it", addresses: "E-mail addresses", last: "Last alerts", delivered: "Delivered" },
    ...{ test: (name: string) => `Send a test to “${name}”`, nobody: "Nobody listens there" },
  },
  kk: {
    ...{ alerts: "Хабарландырулар", add: "Арна қосу", name: "Арна атауы", url: "Вебхук URL мекенжайы" },
    ...{ mail: /^Электрондық пошта/, kept: "Сақтап алдым", addresses: "Электрондық пошта мекенжайлары" },
    ...{ last: "Соңғы хабарландырулар", delivered: "Жеткізілді", nobody: "Онда ешкім тыңдап тұрған жоқ" },
    test: (name: string) => `«${name}» арнасына сынақ жіберу`,
  },
} as const;

for (const language of ["en", "kk"] as const)
  test(`an admin says who is told, tries it, and sees what arrived (${language})`, async ({ browser }) => {
    const words = WORDS[language];
    const { page, expectClean } = await openWatched(browser, product.url);
    const walk = new Walk(page, language);
    await walk.chooseLanguage();
    await walk.open(words.alerts);
    await page.getByRole("link", { name: words.add }).click();
    await page.getByLabel(words.name).fill(`Ops ${language}`);
    await page.getByLabel(words.url).fill(target);
    await expectAccessible(page);
    await page.getByRole("button", { name: words.add }).click();
    await expect(page.getByText(/^whsec_/)).toBeVisible();
    await page.getByRole("link", { name: words.kept }).click();

    await page.getByRole("link", { name: words.add }).click();
    await page.getByRole("radio", { name: words.mail }).check();
    await page.getByLabel(words.name).fill(`Team ${language}`);
    await page.getByLabel(words.addresses).fill("ada@example.com\nbob@example.com");
    await page.getByRole("button", { name: words.add }).click();

    const before = received.length;
    for (const name of [`Ops ${language}`, `Team ${language}`])
      await page.getByRole("button", { name: words.test(name) }).click();
    const last = page.getByRole("region", { name: words.last });
    const rowOf = (name: string) => last.getByRole("row").filter({ hasText: name });
    await expect(rowOf(`Ops ${language}`)).toContainText(words.delivered);
    await expect(rowOf(`Team ${language}`)).toContainText(words.nobody);
    expect(received.length).toBe(before + 1);
    await expectAccessible(page);
    expectClean();
  });
