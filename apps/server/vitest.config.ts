import { defineConfig } from "vitest/config";

export default defineConfig({
  // type-graphql gets `graphql` as CommonJS from Node; Vite would hand the tests the other copy.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["src/**/*.test.ts"],
    globalSetup: ["src/testing/embedded-for-tests.ts"],
    hookTimeout: 60_000,
    testTimeout: 30_000,
    maxWorkers: 2,
    sequence: { shuffle: true },
  },
});
