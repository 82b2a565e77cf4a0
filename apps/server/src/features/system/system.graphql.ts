import { Field, ObjectType, registerEnumType } from "type-graphql";
import { SampleDataState } from "../sandbox/sample-data-state.ts";

export const SandboxKeyKind = {
  GOOD: "GOOD",
  MARKETING_ONLY: "MARKETING_ONLY",
  WITHOUT_MARKETING: "WITHOUT_MARKETING",
  REVOKED: "REVOKED",
} as const;
export type SandboxKeyKind = keyof typeof SandboxKeyKind;
registerEnumType(SandboxKeyKind, { name: "SandboxKeyKind" });

@ObjectType()
export class SandboxKey {
  @Field(() => SandboxKeyKind) kind!: SandboxKeyKind;
  @Field(() => String) apiKey!: string;
}

@ObjectType()
export class Sandbox {
  @Field(() => String, { description: "Where a person can see what the sandbox's SendGrid holds." })
  sendGridUrl!: string;
  @Field(() => [SandboxKey]) keys!: readonly SandboxKey[];
  @Field(() => SampleDataState) sampleData!: SampleDataState;
}

@ObjectType()
export class SystemInfo {
  @Field(() => String) version!: string;
  @Field(() => String, {
    nullable: true,
    description: "The address that alerts by e-mail come from. Null where no mail server is set up.",
  })
  mailFrom!: string | null;
  @Field(() => Sandbox, { nullable: true, description: "Null unless this server runs against the sandbox." })
  sandbox!: Sandbox | null;
}
