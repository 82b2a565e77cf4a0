import type { Clock } from "@keruen/core";
import type { Role } from "./env.ts";
import type { AlertSettings } from "./features/alerts/alert-settings.ts";
import type { SendGridBaseUrls } from "./features/destinations/sendgrid-region.ts";
import type { ErasurePatience } from "./features/erasure/carry-erasure.ts";
import type { RunPatience } from "./features/export-runs/run-context.ts";
import type { RunTransport } from "./features/export-runs/upload/batches-of.ts";
import type { PreflightPatience } from "./features/exports/preflight-export.ts";
import type { RetentionSettings } from "./features/retention/retention-settings.ts";
import type { Logger } from "./platform/logging/logger.ts";

/** What one process of the server is told: by its environment, or by a test. */
export type ServerOptions = {
  readonly role: Role;
  readonly databaseUrl: string;
  /** The same where there is no pooler in between. */
  readonly directUrl: string;
  /** Folder of the key file, and of files on their way to SendGrid, which have no name there. */
  readonly dataDir: string;
  readonly sendGridBaseUrls: SendGridBaseUrls;
  readonly isSandbox: boolean;
  readonly consoleDir: string | undefined;
  readonly logger: Logger;
  /** The most upserts that one run may take; one that would take more goes by import. */
  readonly maxUpsertsPerRun?: number;
  /** What the files of an import hold, and where they wait; other in tests. */
  readonly importing?: Partial<RunTransport>;
  /** How long runs wait for SendGrid; shorter in tests. */
  readonly runPatience?: RunPatience;
  /** How long a person waits before an export is saved or run; shorter in tests. */
  readonly preflightPatience?: PreflightPatience;
  /** How long a new custom field is given before it is used; shorter in tests. */
  readonly fieldUsableAfterMs?: number;
  /** By which schedules go; tests move it. */
  readonly clock?: Clock;
  /** How long erasures wait for SendGrid and for runs; shorter in tests. */
  readonly erasurePatience?: ErasurePatience;
  readonly alerts: AlertSettings;
  readonly retention: RetentionSettings;
  /** How often it is looked for what is due, alerts too; more often in tests. */
  readonly dueEveryMs?: number;
  /** How often it is looked for what is kept no longer; more often in tests. */
  readonly retentionEveryMs?: number;
};
