import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, type StartedImport, startImport, upload } from "../testing/an-import.ts";

const FILE = "email\nada@example.com\n";

async function aSimulatorWithFault(entry: object) {
  const simulator = await aSimulator({ settings: { exportDelayMs: 0 } });
  const asked = await simulator.call("POST", "/_simulator/faults", entry);
  expect(asked.status).toBe(201);
  const anImport = async (): Promise<StartedImport> => (await startImport(simulator, [EMAIL])).body;
  /** Where the file of an export lies, which has Ada in it. */
  const aFile = async (): Promise<string> => {
    await simulator.settled(await simulator.upsert([{ email: "ada@example.com" }]));
    const { id } = (await simulator.call("POST", "/v3/marketing/contacts/exports", {})).body;
    return (await simulator.call("GET", `/v3/marketing/contacts/exports/${id}`)).body.urls[0];
  };
  return { ...simulator, anImport, aFile };
}

async function textOf(url: string): Promise<string> {
  return gunzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).toString();
}

describe("a fault at the object storage", () => {
  test("refuses an upload twice, in S3's words, and then takes it", async () => {
    const fault = { kind: "status", status: 503 };
    const client = await aSimulatorWithFault({ endpoint: "PUT storage", times: 2, fault });
    const started = await client.anImport();
    for (const _ of [1, 2]) {
      const refused = await upload(started, FILE);
      expect([refused.status, refused.headers.get("content-type")]).toEqual([503, "application/xml"]);
      expect(await refused.text()).toContain("<Code>SlowDown</Code>");
      expect((await client.job(started.job_id)).body.status).toBe("pending");
    }
    expect((await upload(started, FILE)).status).toBe(200);
    const body = await client.settled({ status: 202, headers: new Headers(), body: started });
    expect(body.results).toMatchObject({ created_count: 1 });
  });

  test.each([
    [403, "AccessDenied"],
    [404, "NoSuchKey"],
    [409, "InvalidRequest"],
    [500, "InternalError"],
    [502, "InternalError"],
  ])("answers a download with %i as S3 does", async (status, code) => {
    const client = await aSimulatorWithFault({ endpoint: "GET storage", fault: { kind: "status", status } });
    const answer = await fetch(await client.aFile());
    expect([answer.status, await answer.text()]).toEqual([
      status,
      expect.stringContaining(`<Code>${code}</Code>`),
    ]);
  });

  test.each([{ kind: "reset" }, { kind: "reset-after-accept" }, { kind: "timeout", afterMs: 20 }])(
    "breaks a download off: $kind",
    async (fault) => {
      const client = await aSimulatorWithFault({ endpoint: "GET storage", fault });
      const url = await client.aFile();
      await expect(fetch(url)).rejects.toThrow("fetch failed");
      expect(await textOf(url)).toContain("ada@example.com");
    },
  );

  test.each([
    ["reset", "the second", { ada: false, bob: true }],
    ["reset-after-accept", "the first", { ada: true, bob: false }],
  ])("breaks an upload off: after a %s, %s file is the import's", async (kind, _file, imported) => {
    const client = await aSimulatorWithFault({ endpoint: "PUT storage", fault: { kind } });
    const started = await client.anImport();
    await expect(upload(started, FILE)).rejects.toThrow("fetch failed");
    expect((await upload(started, "email\nbob@example.com\n")).status).toBe(200);
    await client.settled({ status: 202, headers: new Headers(), body: started });
    const [ada, bob] = [await client.contact("ada@example.com"), await client.contact("bob@example.com")];
    expect({ ada: ada !== null, bob: bob !== null }).toEqual(imported);
  });

  test("gives a file later than usual, and in full", async () => {
    const client = await aSimulatorWithFault({ endpoint: "GET storage", fault: { kind: "slow", byMs: 80 } });
    const url = await client.aFile();
    const begun = performance.now();
    expect(await textOf(url)).toContain("ada@example.com");
    expect(performance.now() - begun).toBeGreaterThanOrEqual(75);
  });

  test("strikes no request whose link is refused, and is not meant by *", async () => {
    const fault = { kind: "status", status: 500 };
    const client = await aSimulatorWithFault({ endpoint: "PUT storage", fault });
    const started = await client.anImport();
    const unsigned = { ...started, upload_uri: started.upload_uri.split("?")[0] ?? "" };
    expect((await upload(unsigned, FILE)).status).toBe(403);
    expect((await upload(started, FILE)).status).toBe(500);
    await client.call("POST", "/_simulator/faults", { endpoint: "*", fault });
    expect((await upload(started, FILE)).status).toBe(200);
    expect((await client.call("GET", "/v3/scopes")).status).toBe(500);
  });

  test("is not a 429, which S3 does not know", async () => {
    const client = await aSimulator();
    const fault = { kind: "rate-limited", tell: "delta" };
    const asked = await client.call("POST", "/_simulator/faults", { endpoint: "GET storage", fault });
    expect([asked.status, asked.body.errors[0].field]).toEqual([400, "fault.kind"]);
  });

  test("comes by plan where the plan names the storage", async () => {
    const client = await aSimulator();
    const started: StartedImport = (await startImport(client, [EMAIL])).body;
    const plan = { seed: 1, share: 1, kinds: ["status-503", "rate-limited-delta"], maxInARow: 1 };
    await client.call("POST", "/_simulator/faults/plan", { ...plan, endpoints: ["PUT storage"] });
    const struck = await upload(started, FILE);
    expect([struck.status, await struck.text()]).toEqual([503, expect.stringContaining("SlowDown")]);
    expect((await upload(started, FILE)).status).toBe(200);

    await client.call("POST", "/_simulator/faults/plan", plan);
    expect((await upload(started, FILE)).status).toBe(200);
  });
});

test("links into the object storage name the port of what stands before it", async () => {
  const simulator = await aSimulator({ storageLinkPort: 4_999 });
  const { upload_uri } = (await startImport(simulator, [EMAIL])).body;
  expect(new URL(upload_uri).port).toBe("4999");
});
