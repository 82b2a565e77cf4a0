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

  test("takes a mail server together with the address that mail comes from", () => {
    const both = { SMTP_URL: "smtps://keruen:hunter2@mail.example.com", SMTP_FROM: "keruen@example.com" };
    expect(readEnv(both).SMTP_URL?.reveal()).toBe(both.SMTP_URL);
    expect(JSON.stringify(readEnv(both))).not.toContain("hunter2");
    expect(() => readEnv({ SMTP_FROM: both.SMTP_FROM })).toThrow("SMTP_FROM: set both");
    const plain = () => readEnv({ ...both, SMTP_URL: "smtp://keruen:hunter2@localhost", SMTP_PLAIN: "1" });
    expect(plain).toThrow("SMTP_PLAIN: only with");
    expect(plain).not.toThrow("hunter2");
    expect(() => readEnv({ SMTP_URL: "mail.example.com:hunter2", PORT: "x" })).toThrow(
      /PORT.*\n.*SMTP_URL.*\n.*SMTP_FROM/,
    );
  });

  test("tells all problems at once, and no value", () => {
    const read = () => readEnv({ ROLE: "worker", PORT: "secret", LOG_LEVEL: "loud" });
    expect(read).toThrow(/PORT.*\n.*LOG_LEVEL.*\n.*DATABASE_URL/);
    expect(read).not.toThrow("secret");
  });
});
