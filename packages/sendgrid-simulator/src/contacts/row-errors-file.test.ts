import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Settings } from "../settings.ts";
import { aSimulator } from "../testing/a-simulator.ts";

const COUNT = 1_001; // one more than is read at a time

async function anErrorsFile(errorsFile: Settings["errorsFile"]) {
  const { upsert, settled, url } = await aSimulator({ settings: { errorsFile } });
  const contacts = Array.from({ length: COUNT }, (_, index) => ({
    email: `p${index}@example.com`,
    phone_number: "000",
  }));
  const job = await settled(await upsert(contacts));
  expect(new URL(job.results.errors_url).origin).not.toBe(url);
  const response = await fetch(job.results.errors_url);
  return { bytes: Buffer.from(await response.arrayBuffer()), url: job.results.errors_url as string };
}

const LAST = { email: "p1000@example.com", error: "phone_number '000' is not valid" };
const CSV_LAST = `"${LAST.email}","${LAST.error}"`;

describe("the errors file", () => {
  test("is CSV, unless another format is asked for", async () => {
    const lines = (await anErrorsFile("csv")).bytes.toString().trimEnd().split("\r\n");
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([COUNT + 1, '"email","error"', CSV_LAST]);
  });

  test("can be packed CSV", async () => {
    const lines = gunzipSync((await anErrorsFile("csv-gzip")).bytes)
      .toString()
      .trimEnd()
      .split("\r\n");
    expect([lines.length, lines.at(-1)]).toEqual([COUNT + 1, CSV_LAST]);
  });

  test("can be one JSON array, or an object a line", async () => {
    const array = JSON.parse((await anErrorsFile("json")).bytes.toString());
    expect([array.length, array.at(-1)]).toEqual([COUNT, LAST]);
    const lines = (await anErrorsFile("ndjson")).bytes.toString().trimEnd().split("\n");
    expect([lines.length, JSON.parse(lines.at(-1) ?? "")]).toEqual([COUNT, LAST]);
  });

  test("is refused without its signature", async () => {
    const { url } = await anErrorsFile("csv");
    expect((await fetch(url.split("?")[0] ?? "")).status).toBe(403);
  });
});
