import { format, inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

test("a secret shows its value to whoever asks for it by name, and to nothing else", () => {
  const secret = new Secret("hunter2");
  expect(secret.reveal()).toBe("hunter2");

  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true }),
    format("%o", secret),
    JSON.stringify({ ...secret }),
    String(Object.getOwnPropertyNames(secret)),
    inspect(structuredClone(secret)),
  ];
  expect(shown.join("\n")).not.toContain("hunter2");
});
