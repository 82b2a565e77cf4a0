import { Field, ObjectType } from "type-graphql";
import { UserError } from "../../../platform/graphql/user-error.ts";
import { Export } from "../../exports/export.graphql.ts";
import { Run } from "../export-run.graphql.ts";

@ObjectType()
export class ExportNotStarted {
  @Field(() => Export) export!: Export;
  @Field(() => UserError, { description: "What stands in its way." }) reason!: UserError;
}

@ObjectType({ description: "What became of every export that has an active schedule." })
export class AllExportsStarted {
  @Field(() => [Run]) started!: readonly Run[];
  @Field(() => [ExportNotStarted]) notStarted!: readonly ExportNotStarted[];
}
