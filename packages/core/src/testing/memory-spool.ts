import type { OpenSpool } from "../import/spool.ts";
import { byteStream } from "./byte-stream.ts";

/** Spools that hold what is written. `held` are the bytes of those that were not discarded, in order of opening. */
export function memorySpools({ failsAfterBytes = Number.POSITIVE_INFINITY } = {}) {
  const spools = new Set<{ bytes: number }>();

  const openSpool: OpenSpool = async () => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const spool = { bytes: 0 };
    spools.add(spool);
    const discard = async () => void spools.delete(spool);
    return {
      async write(chunk) {
        if (spool.bytes + chunk.length > failsAfterBytes) throw new Error("The disk is full");
        spool.bytes += chunk.length;
        chunks.push(new Uint8Array(chunk));
      },
      async close() {
        const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
        return { bytes: bytes.length, stream: () => byteStream(bytes), discard };
      },
      discard,
    };
  };

  return { openSpool, held: () => [...spools].map(({ bytes }) => bytes) };
}
