import { setTimeout as sleep } from "node:timers/promises";

/** Looks again and again until there is something to see. @throws when it takes too long. */
export async function until<Value>(
  look: () => Promise<Value | undefined | null | false>,
  limitMs = 120_000,
): Promise<Value> {
  const endsAt = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > endsAt) throw new Error(`Not there after ${limitMs / 1000} s: ${look}`);
    await sleep(50);
  }
}
