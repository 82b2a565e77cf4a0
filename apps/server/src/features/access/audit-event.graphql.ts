import { Field, ID, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";
import { User } from "./user.graphql.ts";

@ObjectType({ description: "Who did what to which thing, when; kept for good." })
export class AuditEvent {
  @Field(() => ID) id!: string;
  @Field(() => Date) at!: Date;
  @Field(() => String, { description: "Stable, e.g. `export-created`, `run-approved`, `api-key-replaced`." })
  action!: string;
  @Field(() => User, {
    nullable: true,
    description:
      "Where nobody clicked, the export user with whose rights it was done. Null where that user is gone.",
  })
  actor!: User | null;
  @Field(() => ID) subjectId!: string;
  @Field(() => String, { description: "As the thing was called at that time." }) subjectName!: string;
}

@ObjectType()
export class AuditEventConnection extends connectionOf("AuditEvent", () => AuditEvent) {}
