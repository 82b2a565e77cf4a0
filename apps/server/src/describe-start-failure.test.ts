import { describe, expect, test } from "vitest";
import { describeStartFailure } from "./describe-start-failure.ts";
import { readEnv } from "./env.ts";

const env = readEnv({ PORT: "4000", DATA_DIR: "/data" });
const withDatabase = readEnv({ DATABASE_URL: "postgres://keruen:hunter2@db/keruen" });
const system = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

describe("a start that failed", () => {
  test.each([
    ["a taken port", system("EADDRINUSE", { syscall: "listen" }), "PORT=4001 npm start"],
    ["a port of the system's", system("EACCES", { syscall: "listen" }), "above 1023"],
    ["a folder of somebody else's", system("EACCES", { syscall: "mkdir", path: "/data/pg18" }), "/data/pg18"],
    ["a full disk", system("ENOSPC", { syscall: "write" }), "DATA_DIR="],
    ["what we say ourselves", new Error("Another Keruen uses /data."), "Another Keruen uses /data."],
  ])("because of %s says what to do", (_what, error, words) => {
    expect(describeStartFailure(error, env)).toContain(words);
  });

  test.each(["ECONNREFUSED", "ENOTFOUND", "28P01", "3D000"])(
    "because of the operator's PostgreSQL (%s) names the variable, and not the password",
    (code) => {
      const words = describeStartFailure(system(code), withDatabase);
      expect(words).toContain("DATABASE_URL");
      expect(words).not.toContain("hunter2");
    },
  );

  test("for a reason that nobody planned has no words: the log has it whole", () => {
    expect(describeStartFailure(system("ECONNREFUSED"), env)).toBeNull();
    expect(describeStartFailure(system("42P01"), withDatabase)).toBeNull();
    expect(describeStartFailure(new TypeError("x is undefined"), env)).toBeNull();
    expect(describeStartFailure("thrown text", env)).toBeNull();
  });
});

describe("the environment", () => {
  test("tells every problem at once, and never a value", () => {
    const wrong = { PORT: "hunter2", HOST: "0.0.0.0", DATABASE_URL: "mysql://u:hunter2@h", SANDBOX: "yes" };
    const told = (() => {
      try {
        return String(readEnv(wrong));
      } catch (error) {
        return (error as Error).message;
      }
    })();
    for (const name of Object.keys(wrong)) expect(told).toContain(name);
    expect(told).not.toContain("hunter2");
  });
});
