import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { InvalidInput, NotFound, UserError } from "../../platform/graphql/user-error.ts";
import { Erasure } from "../erasure/erasure.graphql.ts";
import { Outcome } from "../export-runs/outcomes/outcome.graphql.ts";
import { RunState } from "../export-runs/run-state.graphql.ts";
import { SyncMode } from "../exports/sync-mode.ts";
import { Profile } from "../profiles/profile.graphql.ts";

@ObjectType({ description: "SendGrid's own work on the batch that somebody was sent in." })
export class PersonJob {
  @Field(() => String) id!: string;
  @Field(() => Date) acceptedAt!: Date;
  @Field(() => Date, { nullable: true, description: "When it had ended; null while it has not." })
  settledAt!: Date | null;
  @Field(() => Boolean, { description: "SendGrid forgot it; the batch was sent again." }) isLost!: boolean;
}

@ObjectType({ description: "A person in one run." })
export class PersonRun {
  @Field(() => ID) runId!: string;
  @Field(() => RunState) state!: RunState;
  @Field(() => Boolean) isDryRun!: boolean;
  @Field(() => Date) queuedAt!: Date;
  @Field(() => Date, { nullable: true }) endedAt!: Date | null;
  @Field(() => Boolean, { description: "Who was in it is not kept any more." }) isPruned!: boolean;
  @Field(() => Outcome, { nullable: true, description: "Null where they were not among its people." })
  outcome!: Outcome | null;
  @Field(() => [PersonJob]) jobs!: readonly PersonJob[];
  @Field(() => Boolean, { description: "The run took them off the list." }) isRemoved!: boolean;
}

@ObjectType()
export class SegmentRef {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
}

@ObjectType({ description: "A person and one export: are they on its list, and why." })
export class PersonExport {
  @Field(() => ID) exportId!: string;
  @Field(() => String) exportName!: string;
  @Field(() => String) destinationName!: string;
  @Field(() => String) listName!: string;
  @Field(() => SyncMode) syncMode!: SyncMode;
  @Field(() => String, { description: "Stable, e.g. `on-list`, `rejected`, `not-in-segments`." })
  code!: string;
  @Field(() => String, { description: "The same in one English sentence." }) message!: string;
  @Field(() => Boolean, {
    description: "Put there by this export or by another one, by our records; `checkDrift` asks SendGrid.",
  })
  isOnList!: boolean;
  @Field(() => [String], { description: "Names of other exports that have put them on the same list." })
  onListByOthers!: readonly string[];
  @Field(() => Date, { nullable: true, description: "When a run of this export last sent them." })
  lastSentAt!: Date | null;
  @Field(() => ID, { nullable: true, description: "That run." }) lastSentIn!: string | null;
  @Field(() => Date, {
    nullable: true,
    description: "When a run put them on the list; null where that is not known.",
  })
  onListSince!: Date | null;
  @Field(() => [SegmentRef], { description: "Which of the export's segments they are in now." })
  segments!: readonly SegmentRef[];
  @Field(() => [PersonRun], { description: "The export's last runs, newest first, with or without them." })
  runs!: readonly PersonRun[];
}

@ObjectType()
export class PersonExportConnection extends connectionOf("PersonExport", () => PersonExport) {}

@ObjectType({ description: "Everything that is known of a person's way to SendGrid." })
export class PersonTrail {
  @Field(() => [String], { description: "In one spelling each; whoever has one of them is the same person." })
  addresses!: readonly string[];
  @Field(() => [Profile]) profiles!: readonly Profile[];
  @Field(() => [Erasure], { description: "When they were erased, newest first." })
  erasures!: readonly Erasure[];
  @Field(() => PersonExportConnection, { description: "Every export, by name." })
  exports!: PersonExportConnection;
  @Field(() => Int, { description: "How many runs of each export were looked at, at most." })
  runsOfEach!: number;
}

export const PersonTrailResult = createUnionType({
  name: "PersonTrailResult",
  types: () => [PersonTrail, InvalidInput, NotFound] as const,
  resolveType: (value: object) => (value instanceof UserError ? value.constructor.name : PersonTrail.name),
});
