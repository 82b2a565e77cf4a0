import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSandbox, type Sandbox } from "../../testing/a-sandbox.ts";
import { aServer } from "../../testing/a-server.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await aSandbox();
});
afterAll(async () => await sandbox.close());

const SYSTEM = "{ system { version sandbox { sendGridUrl sampleData keys { kind apiKey } } } }";

describe("system", () => {
  test("shows the sandbox's keys and where to look, in the sandbox", async () => {
    const { system } = await sandbox.ask(SYSTEM);
    expect(system.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(system.sandbox).toMatchObject({ sendGridUrl: sandbox.simulator.url, sampleData: "NOT_LOADED" });
    const keys = system.sandbox.keys.map(({ kind, apiKey }: { kind: string; apiKey: string }) => [
      kind,
      apiKey,
    ]);
    expect(Object.fromEntries(keys)).toEqual(sandbox.simulator.keys);
  });

  test("has no sandbox elsewhere, and refuses sample data there", async () => {
    const server = await aServer();
    expect((await server.ask(SYSTEM)).system.sandbox).toBeNull();
    const { loadSampleData } = await server.ask("mutation { loadSampleData { __typename } }");
    expect(loadSampleData.__typename).toBe("SandboxOnly");
    await server.close();
  });
});
