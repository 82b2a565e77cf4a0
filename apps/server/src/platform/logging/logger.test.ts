import { QueryFailedError } from "typeorm";
import { describe, expect, test } from "vitest";
import { createLogger } from "./logger.ts";

function logged(error: Error): string {
  const lines: string[] = [];
  createLogger("info", { write: (line) => void lines.push(line) }).error({ err: error }, "failed");
  return lines.join("");
}

/** As PostgreSQL's driver reports it: the row is in the detail, and the value in the message of a class 22 error. */
const driverError = (message: string, code: string) =>
  Object.assign(new Error(message), {
    code,
    table: "profile",
    detail: "Key (email)=(ada@example.com) exists.",
  });

describe("a failed query in the log", () => {
  test("says what failed and where, without parameters and rows", () => {
    const error = new QueryFailedError(
      "insert into profile (email) values ($1)",
      ["ada@example.com"],
      driverError("duplicate key value violates unique constraint", "23505"),
    );
    expect(logged(error)).toContain("duplicate key value");
    expect(logged(error)).toContain('"code":"23505"');
    expect(logged(error)).toContain('"table":"profile"');
    expect(logged(error)).not.toContain("ada@example.com");
  });

  test("is told by its code alone where PostgreSQL would quote the value", () => {
    const error = new QueryFailedError(
      "select $1::bigint",
      ["ada@example.com"],
      driverError('invalid input syntax for type bigint: "ada@example.com"', "22P02"),
    );
    expect(logged(error)).toContain("data exception 22P02");
    expect(logged(error)).not.toContain("ada@example.com");
  });
});
