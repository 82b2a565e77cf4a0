import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No rule of WCAG 2.2 AA is broken on the screen as it is, in the light and in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const theme of ["first", "other"]) {
    await page.evaluate(coloursAtRest);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    expect(found, `${page.url()}, ${theme} theme`).toEqual([]);
    await page.getByRole("button", { name: /Dark theme|Light theme|Қараңғы тақырып|Жарық тақырып/ }).click();
  }
}

/** While a theme gives way to the other, colours are of neither. */
async function coloursAtRest(): Promise<void> {
  await new Promise(requestAnimationFrame);
  const passing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(passing.map(({ finished }) => finished));
}
