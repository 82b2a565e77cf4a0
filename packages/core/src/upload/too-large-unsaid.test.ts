import { describe, expect, test } from "vitest";
import { anUpload, LIST } from "../testing/an-upload.ts";
import { fakeSendGrid } from "../testing/fake-send-grid.ts";
import { aReadyRow, type FakeAnswer } from "../testing/index.ts";
import { packBatches } from "./pack-batches.ts";
import { uploadBatch } from "./upload-batch.ts";
import { createUpsertLimits } from "./upsert-limits.ts";

const MIB = 1_048_576;

/** One batch of so many mebibytes, as the documentation allows. */
function aHeavyBatch(mebibytes: number, limits = createUpsertLimits(DOCUMENTED)) {
  const rows = Array.from({ length: mebibytes * 1_024 }, (_, index) =>
    aReadyRow(`p${index}`, { address_line_1: "x".repeat(940) }),
  );
  const [batch, ...others] = packBatches(rows, { listIds: [LIST], limits });
  if (!batch || others.length > 0) throw new Error("That is not one batch");
  return batch;
}
const DOCUMENTED = { maxContacts: 30_000, maxBytes: 6_000_000 };

/** Answers 500, and no more, to whatever is above 4 MiB. */
function withUnsaidLimit() {
  const sendGrid = fakeSendGrid();
  const sizes: number[] = [];
  const upload = anUpload((request): FakeAnswer => {
    const bytes = request.body?.length ?? 0;
    sizes.push(bytes);
    if (bytes > 4 * MIB) return { status: 500, body: { errors: [{ message: "internal error" }] } };
    return sendGrid.upsert(request);
  });
  return { ...upload, sizes };
}

describe("a server error for a body above 4 MiB", () => {
  test("that repeats is taken for a limit: the body is halved, and the batches that come are smaller", async () => {
    const { options, sizes } = withUnsaidLimit();
    const limits = createUpsertLimits(DOCUMENTED);
    const batch = aHeavyBatch(5);
    const uploaded = await uploadBatch(batch, { ...options, limits });
    expect(uploaded).toMatchObject({ ok: true, value: { rejected: [] } });
    expect(uploaded.ok && uploaded.value.accepted.map(({ rows }) => rows.length)).toEqual([2_560, 2_560]);
    expect(sizes.map((bytes) => bytes > 4 * MIB)).toEqual([true, true, false, false]);
    expect(limits.maxBytes).toBeLessThan(4 * MIB);
  });

  test("is an outage like any other where it does not repeat", async () => {
    const sendGrid = fakeSendGrid();
    const faults: FakeAnswer[] = [{ status: 500 }, { status: 429 }, { status: 503 }];
    const { options, transport } = anUpload(
      (request, count) => faults[count - 1] ?? sendGrid.upsert(request),
    );
    const uploaded = await uploadBatch(aHeavyBatch(5), options);
    expect(uploaded.ok && uploaded.value.accepted.length).toBe(1);
    expect(transport.requests).toHaveLength(4);
  });

  test("below 4 MiB is never taken for a limit", async () => {
    const sendGrid = fakeSendGrid();
    const { options } = anUpload((request, count) =>
      count <= 5 ? { status: 500 } : sendGrid.upsert(request),
    );
    const uploaded = await uploadBatch(aHeavyBatch(3), options);
    expect(uploaded.ok && uploaded.value.accepted.length).toBe(1);
  });
});
