/**
 * The walk of a new user through the console, step by step, by what the screen says.
 *
 * Reads  : the screen.
 * Writes : clicks and keys.
 * Used by: `walk.spec.ts`, in each language.
 */
import { expect, type Page } from "@playwright/test";
import { type Language, WORDS } from "./words.ts";

export class Walk {
  private readonly page: Page;
  private readonly language: Language;
  private readonly words: (typeof WORDS)[Language];

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
    this.words = WORDS[language];
  }

  async chooseLanguage(): Promise<void> {
    await this.page.getByRole("button", { name: this.words.language }).click();
    await expect(this.page.locator("html")).toHaveAttribute("lang", this.language);
  }

  async loadSampleData(): Promise<void> {
    await this.open(this.words.overview);
    const offer = this.page.getByRole("button", { name: this.words.sampleData });
    await offer.click();
    await expect(offer).toBeHidden({ timeout: 60_000 });
    await expect(this.page.getByRole("progressbar")).toBeHidden({ timeout: 60_000 });
  }

  async open(name: string): Promise<void> {
    await this.page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  async setUpDestination(name: string, keys: Readonly<Record<string, string>>, list: string): Promise<void> {
    await this.open(this.words.destinations);
    await this.page.getByRole("link", { name: this.words.setUp, exact: true }).click();
    await this.page.getByLabel(this.words.displayName).fill(name);
    const key = this.page.getByRole("textbox", { name: this.words.apiKey });
    await key.fill(keys.REVOKED!);
    await expect(this.page.getByText(this.words.keyUnknown)).toBeVisible();
    await key.fill(keys.WITHOUT_MARKETING!);
    await expect(this.page.getByText(this.words.keyWithoutRights)).toBeVisible();
    await key.fill(keys.GOOD!);
    await expect(this.page.getByText(this.words.keyWorks)).toBeVisible();
    await this.page.getByRole("combobox", { name: this.words.list }).click();
    await this.page.getByRole("option", { name: list }).click();
    await this.page.getByLabel(this.words.agree).check();
    await this.page.getByRole("button", { name: this.words.connect, exact: true }).click();
    await this.page.getByRole("button", { name: this.words.addYourself }).click();
    await this.page.getByRole("link", { name: this.words.next }).click();
  }

  async matchData(sample: string): Promise<void> {
    await expect(this.page.getByRole("heading", { name: this.words.matching })).toBeVisible();
    await this.page.getByRole("button", { name: this.words.matchAutomatically }).click();
    const rows = this.page.getByRole("list", { name: this.words.matching }).getByRole("listitem");
    for (const field of this.words.fields) {
      await expect(rows.getByRole("combobox", { name: field, exact: true })).toHaveValue(/./);
    }
    await expect(rows.getByText(sample, { exact: true })).toBeVisible();
    await this.page.getByRole("button", { name: this.words.next, exact: true }).click();
  }

  /** @param people - how many they are together, each counted once. */
  async chooseSegments(names: readonly string[], people: number, exportName: string): Promise<void> {
    for (const name of names) await this.page.getByRole("checkbox", { name }).check();
    await expect(this.page.getByRole("region", { name: this.words.segments, exact: true })).toContainText(
      grouped(people),
    );
    await this.page.getByLabel(this.words.exportName).fill(exportName);
    await this.page.getByRole("button", { name: this.words.save }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: exportName })).toBeVisible();
  }

  /** @returns the run's id. */
  async run(): Promise<string> {
    await this.page.getByRole("button", { name: this.words.runNow }).click();
    await this.page.waitForURL(/\/runs\//);
    return this.page.url().split("/").at(-1)!;
  }

  /** Watches the bar until the run has ended. @returns every position that was seen, in order. */
  async watch(): Promise<readonly number[]> {
    const seen: number[] = [];
    const bar = this.page.getByRole("main").getByRole("progressbar"); // notices have one too
    const ended = this.page.getByRole("region", { name: this.words.sum });
    await expect
      .poll(
        async () => {
          const now = await bar.getAttribute("aria-valuenow", { timeout: 1_000 }).catch(() => null);
          if (now !== null) seen.push(Number(now));
          return await ended.isVisible();
        },
        { timeout: 120_000, intervals: [100] },
      )
      .toBe(true);
    await expect(this.page.getByText(this.words.ended).first()).toBeVisible();
    return seen;
  }

  /** The figures of the sum that the page ends with, in order: selected first. */
  async sum(): Promise<readonly number[]> {
    const text = await this.page.getByRole("region", { name: this.words.sum }).innerText();
    return text
      .split("\n")
      .map((line) => line.replace(/[\s\u00a0\u202f,]/g, ""))
      .filter((line) => /^\d+$/.test(line))
      .map(Number);
  }
}

/** A number as either language groups it: 100,000 or 100 000. */
const grouped = (value: number) => new RegExp(value.toLocaleString("en").replaceAll(",", "[,\\s]"));
