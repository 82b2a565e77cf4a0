import type { Clock } from "@keruen/core";
import type { DataSource } from "typeorm";
import { DeliverAlerts } from "./features/alerts/deliver-alerts.ts";
import { SendAlert } from "./features/alerts/send-alert.ts";
import { StartDueExports } from "./features/export-runs/start/start-due-exports.ts";
import type { StartExport } from "./features/export-runs/start/start-export.ts";
import { DropAbandonedFiles } from "./features/files/drop-abandoned-files.ts";
import { StartDueRefresh } from "./features/refresh/start-due-refresh.ts";
import type { StartRefresh } from "./features/refresh/start-refresh.ts";
import { ForgetOld } from "./features/retention/forget-old.ts";
import { Ticker } from "./platform/clock/ticker.ts";
import type { SecretBox } from "./platform/secrets/secret-box.ts";
import type { ServerOptions } from "./server-options.ts";

export type TickerParts = {
  readonly options: ServerOptions;
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly secrets: SecretBox;
  readonly startExport: StartExport;
  readonly startRefresh: StartRefresh;
};

/** Schedules are to the minute. One query by an index that holds nothing but times to come. */
const DUE_EVERY_MS = 10_000;
const ALERTS_EVERY_MS = 3_000;
const RETENTION_EVERY_MS = 60 * 60_000;
const FILES_EVERY_MS = 60 * 60_000;

/** Every `new` of what is done by the clock. */
export function composeTickers(parts: TickerParts): readonly Ticker[] {
  const { options, dataSource, clock, secrets } = parts;
  const { logger } = options;
  const startDueRefresh = new StartDueRefresh(dataSource, parts.startRefresh, clock);
  const startDueExports = new StartDueExports(dataSource, parts.startExport, clock);
  const startDue = async (signal: AbortSignal) => {
    await startDueRefresh.execute();
    await startDueExports.execute(signal);
  };
  const sendAlert = new SendAlert(secrets, options.alerts);
  const outbox = new DeliverAlerts(dataSource, sendAlert, options.alerts, clock, logger);
  const forgetOld = new ForgetOld(dataSource, options.retention, clock);
  const abandonedFiles = new DropAbandonedFiles(dataSource);
  const every = (name: string, everyMs: number, work: (signal: AbortSignal) => Promise<unknown>) =>
    new Ticker(name, everyMs, work, logger);
  return [
    every("what is due", options.dueEveryMs ?? DUE_EVERY_MS, startDue),
    every("alerts", options.dueEveryMs ?? ALERTS_EVERY_MS, (signal) => outbox.execute(signal)),
    every("what is kept no longer", options.retentionEveryMs ?? RETENTION_EVERY_MS, (signal) =>
      forgetOld.execute(signal),
    ),
    every("abandoned files", FILES_EVERY_MS, () => abandonedFiles.execute()),
  ];
}
