/** Who may import whom. The rules are ARCHITECTURE.md's; a new one is written there too. */
const inServer = "^apps/server/src/";
const inConsole = "^apps/console/src/";
const isTest = "\\.(test|spec)\\.ts$|/testing/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: { pathNot: "graphql\\.ts$" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "core-knows-nothing-of-ours",
      severity: "error",
      from: { path: "^packages/core/" },
      to: { path: "^(apps|packages)/", pathNot: "^packages/core/" },
    },
    {
      name: "simulator-is-a-second-reading",
      comment: "Two readings of one contract: what they share could be wrong in both.",
      severity: "error",
      from: { path: "^packages/sendgrid-simulator/" },
      to: { path: "^(apps|packages)/", pathNot: "^packages/sendgrid-simulator/" },
    },
    {
      name: "server-and-console-meet-in-the-schema",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "e2e-speaks-to-public-surfaces",
      severity: "error",
      from: { path: "^packages/e2e/" },
      to: { path: "^(apps/|packages/core/)" },
    },
    {
      name: "packages-are-entered-by-their-door",
      severity: "error",
      from: { path: "^(apps|packages)/([^/]+)/" },
      to: { path: "^packages/[^/]+/src/", pathNot: "^(apps|packages)/$2/" },
    },
    {
      name: "platform-knows-no-feature",
      severity: "error",
      from: { path: `${inServer}platform/`, pathNot: isTest },
      to: { path: `${inServer}(features|compose|context|main)` },
    },
    {
      name: "nobody-imports-a-resolver",
      comment: "A feature may use another's use case, never its resolver.",
      severity: "error",
      from: { path: `${inServer}features/` },
      to: { path: "\\.resolver\\.ts$" },
    },
    {
      name: "use-cases-do-not-know-graphql-resolvers",
      severity: "error",
      from: { path: "\\.entity\\.ts$" },
      to: { path: "\\.(resolver|graphql)\\.ts$" },
    },
    {
      name: "ui-knows-nothing",
      comment: "Text and data come in by prop or slot.",
      severity: "error",
      from: { path: `${inConsole}ui/`, pathNot: isTest },
      to: { path: `${inConsole}(features|graphql|i18n)/` },
    },
    {
      name: "product-code-uses-no-test-code",
      comment: "Benches are no product: they measure with what tests make.",
      severity: "error",
      from: { path: "^(apps|packages)/[^/]+/src/", pathNot: [isTest, "^packages/bench/"] },
      to: { path: "/testing/|\\.test\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/dist/|node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
    combinedDependencies: true,
  },
};
