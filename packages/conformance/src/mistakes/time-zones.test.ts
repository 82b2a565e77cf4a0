import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** What a machine in that time zone would send for dates as files have them. */
const sentFrom = (timeZone: string): string =>
  execFileSync(process.execPath, ["--input-type=module", "--eval", SEND], {
    cwd: import.meta.dirname,
    env: { ...process.env, TZ: timeZone },
    encoding: "utf8",
  });

const SEND = `
  import { compileMatching, RESERVED_FIELDS } from "@keruen/core";
  const targets = [...RESERVED_FIELDS, { id: "e1_D", name: "born", type: "date", custom: true, maxLength: null }];
  const prepare = compileMatching(
    [{ target: "email", kind: "field", value: "email" }, { target: "e1_D", kind: "field", value: "born" }], targets);
  for (const born of ["2026-03-08", "2026-03-08 02:30", "2026-03-08T23:30:00", "2026-03-08T23:30:00+05:00"]) {
    const contact = prepare({ email: "ada@example.com", born });
    console.log(contact.ok ? JSON.parse(contact.value.json).custom_fields.e1_D : contact.failure.code);
  }
  console.log(new Date(0).getHours());
`;

test("dates are the same from wherever the machine stands", () => {
  const [utc = [], ...others] = ["UTC", "America/New_York", "Asia/Almaty"].map((zone) =>
    sentFrom(zone).trim().split("\n"),
  );
  expect(utc.slice(0, 4)).toEqual([
    "2026-03-08T00:00:00Z",
    "2026-03-08T02:30:00Z",
    "2026-03-08T23:30:00Z",
    "2026-03-08T18:30:00Z",
  ]);
  for (const other of others) expect(other.slice(0, 4)).toEqual(utc.slice(0, 4));
  expect(others.map((lines) => lines.at(-1))).toEqual(["19", "6"]); // it did stand elsewhere
});
