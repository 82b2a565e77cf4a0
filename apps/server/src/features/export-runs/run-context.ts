import type { Clock, SendGridClient } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { ErasedAddresses } from "../erasure/erased-addresses.ts";
import type { RunTransport } from "./upload/batches-of.ts";

/** How long a run waits for SendGrid, in milliseconds, and how often it begins again, before a person is asked. */
export type RunPatience = {
  /** For one batch, tries and pauses together. */
  readonly uploadMs: number;
  /** For the jobs of a run to end, all together. */
  readonly settleMs: number;
  /** For a job that SendGrid does not know, since it was accepted: a new one may not be everywhere yet. */
  readonly unknownMs: number;
  /** Attempts in a row without a single batch stored. */
  readonly maxAttempts: number;
  /** Between attempts: doubled each time, up to the second. */
  readonly pauseMs: { readonly first: number; readonly longest: number };
};

export const RUN_PATIENCE: RunPatience = {
  uploadMs: 5 * 60_000,
  settleMs: 60 * 60_000,
  unknownMs: 20_000,
  maxAttempts: 12,
  pauseMs: { first: 5_000, longest: 10 * 60_000 },
};

/** Milliseconds before the next attempt, after so many. */
export const pauseAfter = ({ pauseMs }: RunPatience, attempts: number): number =>
  Math.min(pauseMs.longest, pauseMs.first * 2 ** Math.max(0, attempts - 1));

/** What each step of a run works with. */
export type RunContext = {
  readonly dataSource: DataSource;
  readonly client: SendGridClient;
  readonly runId: string;
  readonly erased: ErasedAddresses;
  readonly patience: RunPatience;
  readonly transport: RunTransport;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The process stops: leave everything as it is; another one goes on. */
  readonly stopped: AbortSignal;
  /** Somebody has canceled the run: send no more. */
  readonly canceled: AbortSignal;
};
