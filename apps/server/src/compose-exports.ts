import type { Clock } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { ExportResolver } from "./features/exports/export.resolver.ts";
import { ExportPreflightResolver } from "./features/exports/export-preflight.resolver.ts";
import { ExportScheduleResolver } from "./features/exports/export-schedule.resolver.ts";
import { MatchResolver } from "./features/exports/match.resolver.ts";
import { PreflightExport, type PreflightPatience } from "./features/exports/preflight-export.ts";
import { PreviewExport } from "./features/exports/preview-export.ts";
import { RemoveExport } from "./features/exports/remove-export.ts";
import { SaveExport } from "./features/exports/save-export.ts";
import { ScheduleExports } from "./features/exports/schedule-exports.ts";
import { TargetFields } from "./features/exports/target-fields.ts";

export type ExportParts = {
  readonly dataSource: DataSource;
  readonly openSendGrid: OpenSendGrid;
  readonly clock: Clock;
  readonly preflightPatience: PreflightPatience | undefined;
};

/** Every `new` of exports, as people save, preview, schedule and remove them. */
export const composeExports = ({ dataSource, openSendGrid, clock, preflightPatience }: ExportParts) =>
  [
    new ExportResolver(
      dataSource,
      new SaveExport(dataSource, openSendGrid, clock),
      new RemoveExport(dataSource),
      new PreviewExport(dataSource, new TargetFields(openSendGrid)),
    ),
    new ExportPreflightResolver(dataSource, new PreflightExport(dataSource, openSendGrid, preflightPatience)),
    new ExportScheduleResolver(dataSource, new ScheduleExports(dataSource, clock)),
    new MatchResolver(),
  ] as const;
