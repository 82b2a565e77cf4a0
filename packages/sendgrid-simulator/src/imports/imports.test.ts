import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { aSimulator } from "../testing/a-simulator.ts";
import { EMAIL, FIRST_NAME, startImport, upload } from "../testing/an-import.ts";

const [TIER, VALUE, VISIT] = ["e1_T", "e2_N", "e3_D"];

async function importing(file: string | Uint8Array<ArrayBuffer>, mappings: readonly (string | null)[]) {
  const simulator = await aSimulator();
  const list = await simulator.listId();
  const started = await startImport(simulator, mappings, [list]);
  const uploaded = await upload(started.body, file);
  return { ...simulator, list, uploaded, job: await simulator.settled(started) };
}

describe("an import", () => {
  test("puts a file's contacts on the lists, column by column, and skips the columns mapped to nothing", async () => {
    const file = 'E-mail,Note,Name,Tier\r\nADA@example.com,x,"Ada, the first",gold\r\nbob@example.com,,,\r\n';
    const { job, uploaded, contact, list } = await importing(file, [EMAIL, null, FIRST_NAME, TIER]);
    expect(uploaded.status).toBe(200);
    expect(job).toMatchObject({
      status: "completed",
      job_type: "import_contacts",
      results: { requested_count: 2, created_count: 2 },
    });
    expect(await contact("ada@example.com")).toMatchObject({
      first_name: "Ada, the first",
      list_ids: [list],
      custom_fields: { loyalty_tier: "gold" },
    });
    expect(await contact("bob@example.com")).toMatchObject({ first_name: "", custom_fields: {} });
  });

  test("is pending until its file comes, while other jobs go by", async () => {
    const simulator = await aSimulator();
    const started = await startImport(simulator, [EMAIL]);
    expect(started).toMatchObject({
      status: 200,
      body: { upload_headers: [{ header: "x-amz-server-side-encryption", value: "aws:kms" }] },
    });
    const other = await simulator.settled(await simulator.upsert([{ email: "bob@example.com" }]));
    expect(other.status).toBe("completed");
    expect((await simulator.job(started.body.job_id)).body).toMatchObject({
      status: "pending",
      results: { requested_count: 0 },
    });
    await upload(started.body, "email\nada@example.com\n");
    expect(await simulator.settled(started)).toMatchObject({ status: "completed" });
  });

  test("tells gzip by its first bytes", async () => {
    const file = gzipSync(
      `email\n${Array.from({ length: 5_000 }, (_, n) => `p${n}@example.com\n`).join("")}`,
    );
    const { job, contact } = await importing(file, [EMAIL]);
    expect(job).toMatchObject({ status: "completed", results: { created_count: 5_000 } });
    expect(await contact("p4999@example.com")).not.toBeNull();
  });

  test("reads dates as MM/DD/YYYY and plain numbers, and lets no other row down for a wrong one", async () => {
    const rows = [
      "email,value,visit",
      "good@example.com,12.50,2/29/2024",
      "minus@example.com,-100,",
      "three@example.com,1.234,",
      "iso@example.com,,2024-02-29",
      "000,,",
    ];
    const { job, contact } = await importing(rows.join("\n"), [EMAIL, VALUE ?? "", VISIT ?? ""]);
    expect(job).toMatchObject({
      status: "errored",
      results: { requested_count: 5, created_count: 1, errored_count: 4 },
    });
    expect((await contact("good@example.com"))?.custom_fields).toEqual({
      lifetime_value: 12.5,
      last_visit: "2024-02-29T00:00:00Z",
    });
    expect(await (await fetch(job.results.errors_url)).text()).toBe(
      '"email","error"\r\n' +
        '"minus@example.com","lifetime_value: Float type conversion error"\r\n' +
        '"three@example.com","lifetime_value: Float type conversion error"\r\n' +
        `"iso@example.com","last_visit '2024-02-29' is not a valid Date"\r\n` +
        `"000","email '000' is not valid"\r\n`,
    );
  });

  test("leaves out who is not named, and whoever comes a second time", async () => {
    const { job, contact } = await importing("email,name\na@example.com,A\n,Nobody\nA@EXAMPLE.COM,B\n", [
      EMAIL,
      FIRST_NAME,
    ]);
    expect(job).toMatchObject({ status: "completed", results: { requested_count: 1, created_count: 1 } });
    expect((await contact("a@example.com"))?.first_name).toBe("A");
  });

  test.each([
    [
      "a mapping of another width",
      "email,name\nada@example.com,Ada\n",
      "field mapping doesn't match the CSV",
    ],
    ["no content", "", "the file is empty"],
    ["a quote that never closes", 'email\n"ada@example.com\n', "not a CSV file"],
    [
      "half a gzip file",
      new Uint8Array(gzipSync("email\nada@example.com\n").subarray(0, 25)),
      "not a CSV file",
    ],
  ])("fails as a whole for %s", async (_name, file, message) => {
    const { job, uploaded, contact } = await importing(file, [EMAIL]);
    expect(uploaded.status).toBe(200);
    expect(job).toMatchObject({ status: "failed", results: { requested_count: 0 } });
    expect(await (await fetch(job.results.errors_url)).text()).toContain(message);
    expect(await contact("ada@example.com")).toBeNull();
  });

  test("takes so many rows and not one more", async () => {
    const simulator = await aSimulator({ settings: { maxImportRows: 2 } });
    const jobs = [];
    for (const file of ["email\na@example.com\nb@example.com\n", "email\nc@x.com\nd@x.com\ne@x.com\n"]) {
      const started = await startImport(simulator, [EMAIL]);
      await upload(started.body, file);
      jobs.push((await simulator.settled(started)).status);
    }
    expect(jobs).toEqual(["completed", "failed"]);
    expect(await simulator.contact("c@x.com")).toBeNull();
  });

  test("goes on waiting when an upload breaks off, and takes the next one from its beginning", async () => {
    const simulator = await aSimulator();
    const started = await startImport(simulator, [EMAIL]);
    const broken = new AbortController();
    let sentParts = 0;
    const file = new ReadableStream({
      pull: (controller) => {
        sentParts += 1;
        if (sentParts >= 20) broken.abort();
        else controller.enqueue(Buffer.from(`old${sentParts}@example.com\n`.repeat(3_000)));
      },
    });
    await simulator.call("PUT", "/_simulator/settings", { acceptsChunkedUploads: true });
    const sent = fetch(started.body.upload_uri, {
      method: "PUT",
      headers: { "x-amz-server-side-encryption": "aws:kms" },
      body: file,
      duplex: "half",
      signal: broken.signal,
    } as RequestInit);
    await expect(sent).rejects.toThrow();
    expect((await simulator.job(started.body.job_id)).body.status).toBe("pending");

    await expect.poll(async () => (await upload(started.body, "email\nnew@example.com\n")).status).toBe(200);
    expect(await simulator.settled(started)).toMatchObject({ results: { requested_count: 1 } });
    expect(await simulator.contact("old1@example.com")).toBeNull();
  });

  test.each([
    ["another kind of file", { file_type: "json", field_mappings: [EMAIL] }, 400, "must be csv"],
    ["no mapping", { file_type: "csv" }, 400, "field_mappings is required"],
    ["a field that is not there", { file_type: "csv", field_mappings: ["e9_T"] }, 400, "supplied - e9_T"],
    ["a field that is read only", { file_type: "csv", field_mappings: ["_rf21_D"] }, 400, "_rf21_D"],
    [
      "a list that is not there",
      { file_type: "csv", field_mappings: [EMAIL], list_ids: ["00000000-0000-4000-8000-000000000000"] },
      404,
      "list not found",
    ],
  ])("is refused for %s", async (_name, body, status, message) => {
    const { call } = await aSimulator();
    const answer = await call("PUT", "/v3/marketing/contacts/imports", body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors[0].message).toContain(message);
  });
});
