import { describe, expect, test } from "vitest";
import { read } from "./upload-file.ts";

const file = {
  id: "f1",
  name: "customers.csv",
  sizeBytes: 10,
  format: "csv",
  rowCount: 1,
  rejectedLineCount: 0,
  rejectedLines: [],
  columns: [{ name: "email", type: "TEXT", filledCount: 1, samples: ["ada@x.example"] }],
  suggested: { idField: null, emailField: "email" },
};

describe("read", () => {
  test("takes a file as the server understood it", () => {
    expect(read(201, JSON.stringify(file))).toEqual({ ok: true, value: file });
  });

  test("keeps the refusal's code, words and request id", () => {
    const refusal = {
      code: "header-duplicate-name",
      message: "Two columns are called email.",
      requestId: "q1",
    };
    expect(read(422, JSON.stringify(refusal))).toEqual({ ok: false, failure: { ...refusal, issues: [] } });
  });

  test.each([
    [502, "<html>Bad gateway</html>"],
    [200, JSON.stringify({ ...file, rowCount: "many" })],
    [500, JSON.stringify({ error: "odd" })],
  ])("an answer of %d that is not ours is no answer", (status, body) => {
    expect(read(status, body)).toMatchObject({ ok: false, failure: { code: "network", requestId: null } });
  });
});
