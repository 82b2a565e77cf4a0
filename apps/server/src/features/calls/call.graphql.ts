import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/graphql/connection.ts";

const ENDPOINT =
  "Method and path, every id as `{id}`, without a query. `PUT {file}` and `GET {file}`: a file sent to, or fetched from, where SendGrid keeps it.";
const STATUS = "HTTP status; null where there was no answer.";
const FAILURE = "Null where SendGrid took it; else e.g. `rate-limited`, `unavailable`, `rejected`.";

@ObjectType({ description: "All calls of one run to one endpoint that were answered alike." })
export class CallTotal {
  @Field(() => String, { description: ENDPOINT }) endpoint!: string;
  @Field(() => Int, { nullable: true, description: STATUS }) status!: number | null;
  @Field(() => String, { nullable: true, description: FAILURE }) failure!: string | null;
  @Field(() => Int) callCount!: number;
  @Field(() => Float, { description: "From the first byte out to the last byte in, all together." })
  totalMs!: number;
  @Field(() => Int, { description: "The slowest one." }) maxMs!: number;
  @Field(() => Float, { description: "Before they were sent, for SendGrid's rate limit." }) waitedMs!: number;
  @Field(() => Float) sentBytes!: number;
}

@ObjectType({ description: "One call of a run that failed, or that waited for a rate limit." })
export class Call {
  @Field(() => Date, { description: "When it was sent." }) at!: Date;
  @Field(() => Int, { description: "Of the run." }) attempt!: number;
  @Field(() => String, { description: ENDPOINT }) endpoint!: string;
  @Field(() => Int, { nullable: true, description: STATUS }) status!: number | null;
  @Field(() => String, { nullable: true, description: FAILURE }) failure!: string | null;
  @Field(() => Int) durationMs!: number;
  @Field(() => Int, { description: "Before it was sent, for SendGrid's rate limit." }) waitedMs!: number;
  @Field(() => Float) sentBytes!: number;
}

@ObjectType()
export class CallConnection extends connectionOf("Call", () => Call) {}

@ObjectType({ description: "A window of SendGrid's rate limit that is used up." })
export class WindowWait {
  @Field(() => String, { description: ENDPOINT }) endpoint!: string;
  @Field(() => Date, { description: "When the next one begins." }) until!: Date;
}
