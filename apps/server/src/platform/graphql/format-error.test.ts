import { GraphQLError } from "graphql";
import { describe, expect, test } from "vitest";
import { createLogger } from "../logging/logger.ts";
import { createFormatError } from "./format-error.ts";

function aFormatter() {
  const lines: string[] = [];
  const logger = createLogger("info", { write: (line) => void lines.push(line) });
  return { format: createFormatError(logger), lines };
}

describe("an error on its way out", () => {
  test("that nobody planned becomes a reference, and its cause is in the log under it", () => {
    const { format, lines } = aFormatter();
    const cause = new Error("duplicate key value violates … Key (email)=(jo@example.com)");
    const error = new GraphQLError(cause.message, { originalError: cause });
    const shown = format(error.toJSON(), error);

    expect(JSON.stringify(shown)).not.toContain("example.com");
    expect(shown.extensions).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    expect(lines.join()).toContain(String(shown.extensions?.requestId));
    expect(lines.join()).toContain("duplicate key");
  });

  test("that is about the request itself passes with its code", () => {
    const { format, lines } = aFormatter();
    const error = new GraphQLError("`first` must be from 1 to 200.", {
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(format(error.toJSON(), error)).toMatchObject({
      message: "`first` must be from 1 to 200.",
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(lines).toEqual([]);
  });

  test("never carries a key or a database password into the log", () => {
    const { format, lines } = aFormatter();
    const key = `SG.${"a".repeat(22)}.${"b".repeat(43)}`;
    const cause = new Error(`refused ${key} at postgres://keruen:secret@db/keruen`);
    const error = new GraphQLError(cause.message, { originalError: cause });
    format(error.toJSON(), error);
    expect(lines.join()).not.toContain("b".repeat(43));
    expect(lines.join()).not.toContain("secret@");
    expect(lines.join()).toContain("SG.[secret]");
  });
});
