/**
 * A file that goes wrong on its way: cut off, too slow, of another length than was said, not the gzip it should be.
 *
 * Reads  : the file's bytes, as they come.
 * Writes : other bytes, or fewer; the header of the length.
 * Used by: `inject-faults.ts` for downloads, `receive-upload.ts` for an upload that is cut.
 */
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import type { Fault } from "./fault.ts";

/** The connection is to be broken off here. */
export class FileBrokenOff extends Error {}

/** @returns the payload as it was, where the fault is none of a file, or the payload no file. */
export function spoilFile(fault: Fault | null, payload: unknown, reply: FastifyReply): unknown {
  if (!(payload instanceof Readable)) return payload;
  const file = bytesOf(payload);
  if (fault?.kind === "cut") return Readable.from(cutAfter(file, fault.afterBytes));
  if (fault?.kind === "trickle") return Readable.from(trickle(file, fault.bytes, fault.everyMs));
  if (fault?.kind === "wrong-length") {
    reply.header("content-length", fault.says);
    return Readable.from(measured(file, fault.says));
  }
  if (fault?.kind === "bad-gzip") return Readable.from(badGzip(file, fault.how));
  return payload;
}

/** Some files are written as text. */
async function* bytesOf(file: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  for await (const chunk of file) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}

/** At least one byte short of the whole, however short that is. */
export async function* cutAfter(file: AsyncIterable<Buffer>, afterBytes: number): AsyncGenerator<Buffer> {
  let left = afterBytes;
  let held = Buffer.alloc(0);
  for await (const chunk of file) {
    const whole = Buffer.concat([held, chunk]);
    const part = whole.subarray(0, Math.min(left, whole.length - 1));
    held = whole.subarray(part.length);
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) break;
  }
  throw new FileBrokenOff("cut off as it was asked for");
}

async function* trickle(file: AsyncIterable<Buffer>, bytes: number, everyMs: number): AsyncGenerator<Buffer> {
  for await (const chunk of file) {
    for (let start = 0; start < chunk.length; start += bytes) {
      yield chunk.subarray(start, start + bytes);
      await sleep(everyMs, undefined, { ref: false });
    }
  }
}

/** Where more was said than there is, the connection is broken off; where less, the rest is kept back. */
async function* measured(file: AsyncIterable<Buffer>, says: number): AsyncGenerator<Buffer> {
  let left = says;
  for await (const chunk of file) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) return;
  }
  throw new FileBrokenOff("shorter than it was said to be");
}

/** A file that is no gzip is left as it is. */
async function* badGzip(file: AsyncGenerator<Buffer>, how: "damaged" | "plain"): AsyncGenerator<Buffer> {
  const { value: head, done } = await file.next();
  if (done) return;
  const whole = startingWith(head, file);
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* whole;
  else yield* how === "damaged" ? damaged(whole) : Readable.from(whole).pipe(createGunzip());
}

async function* startingWith(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

/** The place of the first block behind gzip's header, and the bits that make it a block of no known type. */
const FIRST_BLOCK = 10;
const UNKNOWN_TYPE = 0b110;

async function* damaged(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const chunk of file) {
    const place = FIRST_BLOCK - position;
    position += chunk.length;
    if (place >= 0 && place < chunk.length) {
      const copy = Buffer.from(chunk);
      copy[place] = (copy[place] ?? 0) | UNKNOWN_TYPE;
      yield copy;
    } else yield chunk;
  }
}
