import { SAMPLE_SEGMENTS } from "@keruen/sample-customers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aServer, type TestServer } from "../../testing/a-server.ts";
import { clearProfiles, readySource } from "../../testing/a-source.ts";
import { sampleDataState } from "./sample-data-state.ts";

let server: TestServer;
beforeAll(async () => {
  server = await aServer({ isSandbox: true });
});
afterAll(async () => await server.close());

const load = async (on: TestServer = server) =>
  (
    await on.ask(
      "mutation { loadSampleData { __typename ... on Source { id name state } ... on UserError { code } } }",
    )
  ).loadSampleData;

describe("loadSampleData", () => {
  test("brings 100,000 customers and their segments in by the common way, once, however often it is asked", async () => {
    await clearProfiles(server);
    expect(await sampleDataState(server.dataSource)).toBe("NOT_LOADED");
    const [first, second] = await Promise.all([load(), load()]);
    expect(first).toEqual({
      __typename: "Source",
      id: expect.any(String),
      name: "Sample customers",
      state: "LOADING",
    });
    expect(second.id).toBe(first.id);
    expect(await sampleDataState(server.dataSource)).toBe("LOADING");

    expect(await readySource(server, first.id)).toMatchObject({
      state: "READY",
      profileCount: 100_000,
      rejectedLineCount: 0,
    });
    expect(await sampleDataState(server.dataSource)).toBe("LOADED");
    expect(await load()).toEqual({ ...first, state: "READY" });
    const { segments } = await server.ask("{ segments { edges { node { name state memberCount } } } }");
    const nodes = segments.edges.map(
      ({ node }: never) => node as { name: string; state: string; memberCount: number },
    );
    expect(nodes.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      SAMPLE_SEGMENTS.map(({ name }) => name).toSorted(),
    );
    for (const { state, memberCount } of nodes) {
      expect(state).toBe("READY");
      expect(memberCount).toBeGreaterThan(1_000);
    }
  });

  test("begins anew after a failure", async () => {
    await clearProfiles(server);
    const { id } = await load();
    await readySource(server, id);
    await server.dataSource.query("update source set state = 'FAILED' where id = $1", [id]);
    expect(await sampleDataState(server.dataSource)).toBe("NOT_LOADED");
    const again = await load();
    expect(again.id).not.toBe(id);
    expect(await readySource(server, again.id)).toMatchObject({ state: "READY", profileCount: 100_000 });
  });

  test("is for the sandbox alone", async () => {
    const production = await aServer();
    try {
      expect(await load(production)).toEqual({ __typename: "SandboxOnly", code: "sandbox-only" });
    } finally {
      await production.close();
    }
  });
});
