import { describe, expect, test } from "vitest";
import { isPublicAddress, lookupPublic } from "./public-address.ts";

describe("isPublicAddress", () => {
  test.each(["1.1.1.1", "8.8.8.8", "172.32.0.1", "192.167.255.255", "223.255.255.255", "2606:4700::1111"])(
    "takes %s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254"],
    ...["172.16.0.1", "172.31.255.255", "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "fc00::1"],
    ...["fe80::1", "fe80::1%lo", "ff02::1", "2001:db8::1", "2002:7f00:1::1", "localhost", ""],
  ])("refuses %s", (address) => expect(isPublicAddress(address)).toBe(false));
});

test("a name is refused by where it leads, whatever it is called", async () => {
  const { promise, resolve } = Promise.withResolvers<Error | null>();
  lookupPublic("localhost", { all: true }, (error) => resolve(error));
  expect(await promise).toMatchObject({ message: expect.stringContaining("not public") });
});
