import { type Browser, expect, type Page } from "@playwright/test";

export type WatchedPage = {
  readonly page: Page;
  /** Fails where the page asked another origin, broke its content policy, or logged an error. */
  expectClean(): void;
};

/** A page in a context of its own, whose misdeeds are written down. */
export async function openWatched(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    timezoneId: "Asia/Almaty",
  });
  const page = await context.newPage();
  const misdeeds: string[] = [];
  const { host } = new URL(url);
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.host !== host) misdeeds.push(`asked ${asked.origin}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") misdeeds.push(message.text());
  });
  page.on("pageerror", (error) => misdeeds.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error(`content policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  await page.goto(url);
  return { page, expectClean: () => expect(misdeeds).toEqual([]) };
}
