import { createUnionType, Field, Int, ObjectType } from "type-graphql";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { ApiKeyRefused, ApiKeyUnreadable, SendGridUnavailable } from "./sendgrid-refusal.graphql.ts";

@ObjectType({ description: "What the key can do, asked of SendGrid just now." })
export class DestinationTest {
  @Field(() => String) apiKeyId: string;
  @Field(() => [String], { description: "Scopes that Keruen uses and the key has." })
  scopes: readonly string[];
  @Field(() => Int) contactCount: number;
  constructor(apiKeyId: string, scopes: readonly string[], contactCount: number) {
    this.apiKeyId = apiKeyId;
    this.scopes = scopes;
    this.contactCount = contactCount;
  }
}

export const TestDestinationResult = createUnionType({
  name: "TestDestinationResult",
  types: () =>
    [DestinationTest, ApiKeyRefused, ApiKeyUnreadable, InvalidInput, NotFound, SendGridUnavailable] as const,
  resolveType: (value: object) => value.constructor.name,
});
