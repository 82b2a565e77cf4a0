/**
 * Starts and stops one simulator.
 *
 * Reads  : its options.
 * Writes : the database; one TCP port.
 * Used by: `main.ts`, and tests that want one in their own process.
 */
import type { AddressInfo } from "node:net";
import type { KeyKind } from "./account/account-keys.ts";
import { Draw } from "./draw.ts";
import { FaultSchedule } from "./faults/fault-schedule.ts";
import { buildServer } from "./http/build-server.ts";
import { CallLog } from "./http/call-log.ts";
import { buildObjectStorage } from "./object-storage/object-storage.ts";
import { DEFAULT_SETTINGS, type Settings } from "./settings.ts";
import { Accounts } from "./subusers/accounts.ts";

export type SimulatorOptions = {
  /** TCP port; 0, the default, takes any free one. */
  readonly port?: number;
  /** TCP port of the object storage, where files go up and down; 0, the default, takes any free one. */
  readonly storagePort?: number;
  /** The port that links into it name, where something stands before it; its own by default. */
  readonly storageLinkPort?: number | null;
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  /** SQLite file that keeps the state, made if it is not there; `:memory:` by default. */
  readonly data?: string;
  /** Anything else than {@link DEFAULT_SETTINGS}. */
  readonly settings?: Partial<Settings>;
  /** The same seed gives the same ids and keys in the same order; by lot by default. */
  readonly seed?: number | null;
  /** Milliseconds since 1970; the system's by default. */
  readonly clock?: () => number;
};

export type Simulator = {
  /** Base URL without a slash at its end, e.g. `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Of the parent account; subusers' come from `/_simulator/subusers`. */
  readonly keys: Readonly<Record<KeyKind, string>>;
  /** Breaks open connections off, stops the jobs where they are, and closes the databases. */
  close(): Promise<void>;
};

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const time = options.clock ?? Date.now;
  const surroundings = {
    settings,
    clock: () => time() + settings.clockSkewMs,
    draw: new Draw(options.seed ?? null),
    faults: new FaultSchedule(),
    calls: new CallLog(),
    storage: { port: 0 },
  };
  const accounts = new Accounts(options.data ?? ":memory:", surroundings);
  const server = buildServer(accounts);
  const storage = buildObjectStorage(accounts);
  const host = options.host ?? "127.0.0.1";
  await server.listen({ port: options.port ?? 0, host });
  await storage.listen({ port: options.storagePort ?? 0, host });
  surroundings.storage.port = options.storageLinkPort ?? (storage.server.address() as AddressInfo).port;
  for (const { engine } of accounts.all()) engine.wake();
  const { address, port, family } = server.server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    keys: Object.fromEntries(accounts.parent.keys.all().map(({ kind, apiKey }) => [kind, apiKey])) as Record<
      KeyKind,
      string
    >,
    close: async () => {
      accounts.stopJobs();
      await server.close();
      await storage.close();
      accounts.close();
    },
  };
}
