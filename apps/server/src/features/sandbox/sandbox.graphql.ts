import { createUnionType, ObjectType } from "type-graphql";
import { UserError } from "../../platform/graphql/user-error.ts";
import { Source } from "../sources/source.graphql.ts";

@ObjectType({ implements: UserError })
export class SandboxOnly extends UserError {
  override code = "sandbox-only";
  override message =
    "This server does not run against the sandbox. Start it with SANDBOX=1 to try things out.";
}

export const LoadSampleDataResult = createUnionType({
  name: "LoadSampleDataResult",
  types: () => [SandboxOnly, Source] as const,
  resolveType: (value) => (value instanceof SandboxOnly ? SandboxOnly.name : Source.name),
});
