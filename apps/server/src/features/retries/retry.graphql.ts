import { createUnionType, Field, ObjectType } from "type-graphql";
import { NotFound, UserError } from "../../platform/graphql/user-error.ts";
import {
  ExportAlreadyRunning,
  ExportAwaitsApproval,
  ExportUserRequired,
  MatchingIncomplete,
  Run,
} from "../export-runs/export-run.graphql.ts";

@ObjectType({ implements: UserError })
export class RunStillRunning extends UserError {
  override code = "run-still-running";
  override message = "The run is still under way. Wait for it to end, or cancel it.";
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class NothingToRetry extends UserError {
  override code = "nothing-to-retry";
  override message =
    "The run left nobody out who is still in the segments and might pass now. Run the export instead.";
}

@ObjectType({ implements: UserError })
export class RunDetailsPruned extends UserError {
  override code = "run-details-pruned";
  override message = "Who was in this run is not kept any more. Run the export instead.";
}

@ObjectType({ implements: UserError })
export class ExportListChanged extends UserError {
  override code = "export-list-changed";
  override message = "The export goes to another list now than this run did. Run the export instead.";
}

export const RetryRunResult = createUnionType({
  name: "RetryRunResult",
  types: () =>
    [
      Run,
      NotFound,
      RunStillRunning,
      NothingToRetry,
      RunDetailsPruned,
      ExportListChanged,
      ExportAlreadyRunning,
      ExportAwaitsApproval,
      MatchingIncomplete,
      ExportUserRequired,
    ] as const,
  resolveType: (value) => (value instanceof UserError ? value.constructor.name : Run.name),
});
