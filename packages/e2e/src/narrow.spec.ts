import { expect, type Page, test } from "@playwright/test";
import { anExport, runNow, startRun } from "./product/an-export.ts";
import { ask } from "./product/ask.ts";
import { type Product, startProduct } from "./product/product.ts";
import { somePeople } from "./product/some-people.ts";
import { until } from "./product/until.ts";
import { Walk } from "./walk/walk.ts";

/** What 1280 pixels are at 400 %: WCAG 2.2, 1.4.10 Reflow. */
const WIDTH = 320;

let product: Product;
let pages: readonly string[];
test.beforeAll(async () => {
  product = await startProduct();
  const { url } = product;
  const north = await somePeople(url, 20);
  const { exportId } = await anExport(url, "Newsletter for customers in the north", [north]);
  const runId = await startRun(url, exportId);
  await until(async () => (await runNow(url, runId)).endedAt);
  const { destinations } = await ask(url, "{ destinations { edges { node { id } } } }");
  const destination = `/destinations/${destinations.edges[0].node.id}`;
  const input = { name: "Ops", kind: "WEBHOOK", target: `https://example.com/${"a".repeat(60)}` };
  const { createAlertChannel } = await ask(
    url,
    "mutation ($input: CreateAlertChannelInput!) { createAlertChannel(input: $input) { ... on AlertChannelCreated { channel { id } } } }",
    { input: { ...input, alerts: ["RUN_FAILED"] } },
  );
  const channel = `/alerts/${createAlertChannel.channel.id}`;
  const { erasePerson } = await ask(
    url,
    `mutation { erasePerson(person: "nobody@example.com") { ... on Erasure { id } } }`,
  );
  const erasure = `/erasures/${erasePerson.id}`;
  pages = [
    ...["/", "/exports", `/exports/${exportId}`, `/exports/${exportId}/edit`, "/exports/new"],
    ...["/runs", `/runs/${runId}`, "/segments", `/segments/${north}`, "/segments/new"],
    ...["/profiles", "/profiles/add-file", "/refresh", "/destinations", destination, `${destination}/edit`],
    ...["/destinations/new", "/alerts", "/alerts/new", channel, "/audit", "/nowhere"],
    ...["/people", "/people/1", "/erasures", erasure],
  ];
});
test.afterAll(async () => await product.stop());

for (const language of ["en", "kk"] as const)
  test(`no page has to be scrolled sideways where there are 320 pixels (${language})`, async ({
    browser,
  }) => {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    await page.goto(product.url);
    await new Walk(page, language).chooseLanguage();
    await page.setViewportSize({ width: WIDTH, height: 640 });
    const tooWide: Record<string, readonly string[]> = {};
    for (const address of pages) {
      await page.goto(product.url + address);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      const found = await sticksOut(page);
      if (found.length > 0) tooWide[address] = found;
    }
    expect(tooWide).toEqual({});
    await page.close();
  });

/** What reaches beyond the edge, but what a table or a list scrolls within its own frame. */
const sticksOut = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const isFramed = (element: Element) => {
      for (let at = element.parentElement; at; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== "visible") return true;
      return false;
    };
    const reaches = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !isFramed(element),
    );
    const isScrolled = document.documentElement.scrollWidth > innerWidth;
    return [
      ...reaches.map((element) => element.outerHTML.slice(0, 120)),
      ...(isScrolled ? ["the page itself"] : []),
    ];
  });
