import { CombinedError } from "@urql/core";
import { describe, expect, test } from "vitest";
import { failureOf, userFailure } from "./failure.ts";

describe("failureOf", () => {
  test("takes the server's code and request id", () => {
    const error = new CombinedError({
      graphQLErrors: [
        { message: "Something went wrong.", extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "q1" } },
      ],
    });
    expect(failureOf(error)).toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
      requestId: "q1",
      message: "Something went wrong.",
    });
  });

  test("calls it the network where no answer came", () => {
    expect(failureOf(new CombinedError({ networkError: new Error("Failed to fetch") }))).toMatchObject({
      code: "network",
      requestId: null,
    });
    expect(failureOf(undefined)).toMatchObject({ code: "network" });
  });

  test("an error without a code is the server's own", () => {
    expect(failureOf(new CombinedError({ graphQLErrors: ["odd"] }))).toMatchObject({
      code: "internal",
      requestId: null,
    });
  });
});

test("a refusal carries its issues along, and has no log line to point to", () => {
  const issues = [{ path: "name", code: "name-taken", message: "…" }];
  expect(userFailure({ code: "invalid-input", message: "…", issues })).toEqual({
    code: "invalid-input",
    message: "…",
    requestId: null,
    issues,
  });
  expect(userFailure({ code: "not-found", message: "…" }).issues).toEqual([]);
});
