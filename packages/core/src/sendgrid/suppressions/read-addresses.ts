/**
 * Bare addresses as one JSON array of any length: bytes in, addresses out.
 *
 * Reads  : a stream, no faster than its addresses are taken, so that 2,000,000 of them are never held at once.
 * Writes : nothing.
 * Used by: who has left a suppression group, which SendGrid gives all at once.
 *
 * @see sendgrid-oai `tsg_suppressions_v3.json`, `ListSuppressionFromAsmGroup`
 */
import type { ByteStream } from "../call-sendgrid.ts";
import { createJsonReader } from "../files/json-reader.ts";
import { textOf } from "./take-pages.ts";

/** @throws where the body is anything but one whole array of text: part of a list is no list. */
export async function* addressesIn(body: ByteStream): AsyncGenerator<readonly string[]> {
  const json = createJsonReader();
  let isBegun = false;
  for await (const piece of textOf(body)) {
    const text: string = isBegun ? piece : piece.trimStart();
    if (text === "") continue;
    if (!isBegun && !text.startsWith("[")) throw new Error("SendGrid's answer is no list of addresses");
    isBegun = true;
    yield json.push(text).map(addressOf);
  }
  if (!isBegun) throw new Error("SendGrid's answer is empty");
  json.end();
}

function addressOf(value: unknown): string {
  if (typeof value !== "string") throw new Error("SendGrid's answer is no list of addresses");
  return value.toLowerCase();
}
