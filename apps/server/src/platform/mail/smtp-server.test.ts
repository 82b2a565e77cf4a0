import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { readSmtpUrl } from "./smtp-server.ts";

describe("readSmtpUrl", () => {
  test.each([
    ["smtps://mail.example.com", { host: "mail.example.com", port: 465, tls: "AT_ONCE", login: null }],
    ["smtp://mail.example.com", { host: "mail.example.com", port: 587, tls: "STARTTLS", login: null }],
    ["smtp://[::1]:2525", { host: "::1", port: 2525, tls: "STARTTLS", login: null }],
    ["smtps://keruen%40example.com:p%2Fw@mail.example.com", { login: { user: "keruen@example.com" } }],
  ])("reads %s", (url, server) => expect(readSmtpUrl(url)).toMatchObject(server));

  test("keeps the password to itself", () => {
    const server = readSmtpUrl("smtps://keruen:hunter%402@mail.example.com");
    expect(server?.login?.password.reveal()).toBe("hunter@2");
    expect(inspect(server, { depth: 9 }) + JSON.stringify(server)).not.toContain("hunter");
  });

  test.each([
    "mail.example.com",
    "https://mail.example.com",
    "smtp://",
    "smtp://user@host",
    "smtp://%zz:a@host",
  ])("refuses %s", (url) => expect(readSmtpUrl(url)).toBeNull());

  test("sends no password without TLS", () => {
    expect(readSmtpUrl("smtp://mail.example.com", true)).toMatchObject({ tls: "NONE" });
    expect(readSmtpUrl("smtp://user:password@mail.example.com", true)).toBeNull();
    expect(readSmtpUrl("smtps://mail.example.com", true)).toBeNull();
  });
});
