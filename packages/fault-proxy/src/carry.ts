/**
 * One connection: what either side writes is carried to the other, as the faults of the moment let it.
 *
 * Reads  : both sockets, no further ahead than what latency keeps on the way.
 * Writes : both sockets, as fast as each takes it.
 * Used by: `startFaultProxy`.
 */
import type { Socket } from "node:net";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Faults } from "./faults.ts";

export type Link = {
  readonly client: Socket;
  readonly far: Socket;
  /** What is wrong just now. */
  faults(): Faults;
  /** Resolves with the next change of it. */
  changed(): Promise<unknown>;
};

/** Chunks (of up to 64 KiB) that latency may keep on the way at once. */
const CHUNKS_ON_THE_WAY = 32;
/** How often a second a limited connection passes something on. */
const TICKS_PER_SECOND = 20;

/** Ends when both sides have closed. Never rejects: a side that breaks resets the other. */
export async function carry(link: Link): Promise<void> {
  const { client, far } = link;
  for (const socket of [client, far]) socket.on("error", () => undefined); // whoever reads it, or writes, is told
  let passed = 0;

  async function carryOneWay(from: Socket, to: Socket): Promise<void> {
    try {
      const late = from.map(
        async (chunk: Buffer) => {
          await sleep(link.faults().latencyMs ?? 0);
          return chunk;
        },
        { concurrency: CHUNKS_ON_THE_WAY },
      );
      for await (const chunk of late) await pass(chunk, to);
      await untilItPasses();
      to.end();
    } catch {
      await untilItPasses();
      to.resetAndDestroy();
    }
  }

  async function pass(chunk: Buffer, to: Socket): Promise<void> {
    for (let rest = chunk; rest.length > 0; ) {
      await untilItPasses();
      const { bytesPerSecond, sliceBytes, maxBytes = Number.POSITIVE_INFINITY } = link.faults();
      const size = sizeOfNext(rest.length, link.faults(), maxBytes - passed);
      if (bytesPerSecond) await sleep((size / bytesPerSecond) * 1_000);
      else if (sliceBytes) await setImmediate(); // or the pieces would leave as one
      await write(rest.subarray(0, size), to);
      passed += size;
      rest = rest.subarray(size);
      if (passed >= maxBytes) throw new Error("The connection's bytes are used up");
    }
  }

  async function untilItPasses(): Promise<void> {
    while (link.faults().isBlackHole) await link.changed();
  }

  await Promise.all([carryOneWay(client, far), carryOneWay(far, client)]);
}

function sizeOfNext(length: number, faults: Faults, bytesLeft: number): number {
  const ofTick = Math.ceil((faults.bytesPerSecond ?? Number.POSITIVE_INFINITY) / TICKS_PER_SECOND);
  return Math.max(0, Math.min(length, faults.sliceBytes ?? length, ofTick, bytesLeft));
}

async function write(bytes: Buffer, to: Socket): Promise<void> {
  if (to.destroyed) throw new Error("The other side is gone");
  if (!to.write(bytes)) await takesMoreOrIsOver(to);
}

const takesMoreOrIsOver = (to: Socket) =>
  new Promise<void>((resolve) => {
    const done = () => {
      to.off("drain", done).off("close", done);
      resolve();
    };
    to.on("drain", done).on("close", done);
  });
