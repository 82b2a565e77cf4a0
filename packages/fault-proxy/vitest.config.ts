import { defineConfig } from "vitest/config";

export default defineConfig({
  // Shuffled, so that no test leans on the one before it.
  test: { include: ["src/**/*.test.ts"], sequence: { shuffle: true }, testTimeout: 30_000 },
});
