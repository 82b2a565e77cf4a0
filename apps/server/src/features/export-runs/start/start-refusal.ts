import { unreachable } from "@keruen/core";
import { NotFound } from "../../../platform/graphql/user-error.ts";
import {
  ExportAlreadyRunning,
  ExportAwaitsApproval,
  ExportUserRequired,
  MatchingIncomplete,
} from "../export-run.graphql.ts";
import type { StartExportFailure } from "./start-export.ts";

/** What stands in the way of a run, to whoever clicked. */
export function startRefusalOf(exportId: string, failure: StartExportFailure) {
  switch (failure.code) {
    case "not-found":
      return new NotFound(exportId);
    case "already-running":
      return new ExportAlreadyRunning(failure.run);
    case "awaits-approval":
      return new ExportAwaitsApproval(failure.run);
    case "matching-incomplete":
      return new MatchingIncomplete(failure.missingFields);
    case "export-user-required":
      return new ExportUserRequired();
    default:
      return unreachable(failure);
  }
}
