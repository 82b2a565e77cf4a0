import { describe, expect, test } from "vitest";
import { readEnv } from "./env.ts";

describe("readEnv", () => {
  test("takes a process to do everything, with a database of its own", () => {
    expect(readEnv({})).toMatchObject({ ROLE: "all" });
  });

  test.each(["api", "worker"])("asks an %s for the database that it shares with others", (role) => {
    expect(() => readEnv({ ROLE: role })).toThrow("DATABASE_URL: needed where ROLE is not all");
    const shared = { ROLE: role, DATABASE_URL: "postgres://127.0.0.1/keruen" };
    expect(readEnv(shared)).toMatchObject(shared);
  });

  test("tells all problems at once, and no value", () => {
    const read = () => readEnv({ ROLE: "worker", PORT: "secret", LOG_LEVEL: "loud" });
    expect(read).toThrow(/PORT.*\n.*LOG_LEVEL.*\n.*DATABASE_URL/);
    expect(read).not.toThrow("secret");
  });
});
