// @vitest-environment node
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { routeSizes } from "./route-sizes.ts";

const BUDGET = { js: 250_000, css: 20_000 };
const dist = path.join(import.meta.dirname, "../dist");

describe("the first load of each page", () => {
  test("is built: run `pnpm build` before", () => {
    expect(existsSync(path.join(dist, ".vite/manifest.json"))).toBe(true);
  });

  test("stays within the budget, compressed", { timeout: 30_000 }, () => {
    const sizes = routeSizes(dist);
    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.filter(({ js, css }) => js > BUDGET.js || css > BUDGET.css)).toEqual([]);
  });
});
