import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { NotFound, UserError } from "../../platform/graphql/user-error.ts";
import {
  ExportAlreadyRunning,
  ExportAwaitsApproval,
  ExportUserRequired,
  MatchingIncomplete,
  Run,
} from "../export-runs/export-run.graphql.ts";
import { DriftCheckState } from "./drift-check-state.ts";

/** The fields that the row has as they are; the resolver adds the others. */
@ObjectType({
  description:
    "A comparison of whom an export has put on its list, by our records, with who is on it in SendGrid. It changes nothing. The counts are null until everybody has been compared.",
})
export class DriftCheck {
  @Field(() => ID) id!: string;
  @Field(() => ID) exportId!: string;
  @Field(() => DriftCheckState) state!: DriftCheckState;
  @Field(() => Date) stateSince!: Date;
  @Field(() => Int, { nullable: true, description: "People on the list." }) memberCount!: number | null;
  @Field(() => Int, { nullable: true, description: "On record, and on the list." })
  recordedCount!: number | null;
  @Field(() => Int, { nullable: true, description: "On record, and not on the list." })
  missingCount!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "On the list, and on record of other exports alone.",
  })
  claimedCount!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: "On the list, and on no record of ours: they are never touched.",
  })
  foreignCount!: number | null;
  @Field(() => Int) attempt!: number;
  @Field(() => Date, {
    nullable: true,
    description: "When a failed attempt will be tried again; null while one is under way.",
  })
  nextTryAt!: Date | null;
  @Field(() => Date) queuedAt!: Date;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
}

@ObjectType()
export class DriftCheckConnection extends connectionOf("DriftCheck", () => DriftCheck) {}

@ObjectType({ implements: UserError })
export class DriftCheckUnderWay extends UserError {
  override code = "drift-check-under-way";
  override message = "The list of this export is being checked already. Wait for the check to end.";
  @Field(() => DriftCheck) check: DriftCheck;
  constructor(check: DriftCheck) {
    super();
    this.check = check;
  }
}

@ObjectType({ implements: UserError })
export class ListBusy extends UserError {
  override code = "list-busy";
  override message = "A run is writing to the list. Wait for it to end, then check.";
  @Field(() => Run) run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

@ObjectType({ implements: UserError })
export class NothingToRepair extends UserError {
  override code = "nothing-to-repair";
  override message = "Nobody on record is missing from the list.";
}

@ObjectType({ implements: UserError })
export class DriftCheckOutdated extends UserError {
  override code = "drift-check-outdated";
  override message =
    "Another check of this export has come since, or it goes to another list now. Check again, then repair.";
}

const nameOf = (value: object) => (value instanceof UserError ? value.constructor.name : null);

export const CheckDriftResult = createUnionType({
  name: "CheckDriftResult",
  types: () => [DriftCheck, NotFound, DriftCheckUnderWay, ListBusy, ExportUserRequired] as const,
  resolveType: (value) => nameOf(value) ?? DriftCheck.name,
});

export const RepairDriftResult = createUnionType({
  name: "RepairDriftResult",
  types: () =>
    [
      Run,
      NotFound,
      DriftCheckUnderWay,
      DriftCheckOutdated,
      NothingToRepair,
      ExportAlreadyRunning,
      ExportAwaitsApproval,
      MatchingIncomplete,
      ExportUserRequired,
    ] as const,
  resolveType: (value) => nameOf(value) ?? Run.name,
});
