/**
 * Whoever does the work for a while: a client of the account, and patience. The first of a day is killed in the middle.
 *
 * Reads  : –
 * Writes : what its client is asked for.
 * Used by: `run-schedule.ts`, one after the other until the work is done.
 */
import { createSendGridClient, type Patience, type SendGridClient, type Transport } from "@keruen/core";
import { httpTransport } from "../http-transport.ts";
import { hastyClock } from "./hasty-clock.ts";
import type { Account } from "./simulator-control.ts";

export type Worker = Patience & { readonly client: SendGridClient; readonly signal: AbortSignal };

export type WorkerOptions = {
  /** Calls after which it is killed: everything that is under way is given up. */
  readonly life?: number;
  readonly transport?: Transport;
  readonly createClient?: typeof createSendGridClient;
};

/** Hours of a day that is a hundred times as fast: nobody gives up because the machine is slow. */
const GIVE_UP_AFTER_MS = 10 * 3_600_000;

export function aWorker(
  { url, key }: Account,
  {
    life = Number.POSITIVE_INFINITY,
    transport = httpTransport,
    createClient = createSendGridClient,
  }: WorkerOptions = {},
): Worker {
  const killed = new AbortController();
  const clock = hastyClock(100);
  let left = life;
  const client = createClient({
    transport: (request) => {
      left -= 1;
      if (left < 0) killed.abort();
      return transport(request);
    },
    baseUrl: url,
    apiKey: () => key,
    clock,
  });
  return { client, clock, random: Math.random, giveUpAfterMs: GIVE_UP_AFTER_MS, signal: killed.signal };
}
