import type { DataSource } from "typeorm";
import type { StartExport } from "./features/export-runs/start/start-export.ts";
import { RetryResolver } from "./features/retries/retry.resolver.ts";
import { RetryRun } from "./features/retries/retry-run.ts";
import { UndoResolver } from "./features/undo/undo.resolver.ts";
import { UndoRun } from "./features/undo/undo-run.ts";

/** Runs that do a part of another one again, or undo it. */
export const composePartRuns = (dataSource: DataSource, startExport: StartExport) =>
  [
    new RetryResolver(dataSource, new RetryRun(dataSource, startExport)),
    new UndoResolver(dataSource, new UndoRun(dataSource, startExport)),
  ] as const;
