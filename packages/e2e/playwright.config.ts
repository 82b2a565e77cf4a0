import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const CHROMIUM = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const executablePath = CHROMIUM.find((path) => path !== undefined && existsSync(path));
if (!executablePath) {
  throw new Error("No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
}

export default defineConfig({
  testDir: "src",
  testMatch: "**/*.spec.ts",
  outputDir: "../../test-results/e2e",
  workers: 1, // each test starts the whole product; two at once would only wait for each other
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "../../test-results/e2e.json" }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1360, height: 900 },
    timezoneId: "Asia/Almaty",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
