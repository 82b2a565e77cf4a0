import { Arg, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { Run } from "../export-runs/export-run.graphql.ts";
import { afterReading, refusePruned } from "../export-runs/outcomes/details-pruned.ts";
import { CallConnection, CallTotal, WindowWait } from "./call.graphql.ts";
import { callTotalsOf, listCalls } from "./list-calls.ts";

const NOTHING: CallConnection = {
  edges: [],
  pageInfo: { hasNextPage: false, endCursor: null },
  totalCount: 0,
};

@Resolver(() => Run)
export class CallResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Query(() => CallConnection, {
    description:
      "A run's calls that failed or waited for a rate limit, newest first; the newest 500 are kept.",
  })
  async calls(
    @Arg("runId", () => ID) runId: string,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
  ): Promise<CallConnection> {
    const run = await findById(this.dataSource.manager, ExportRunEntity, runId);
    if (!run) return NOTHING;
    refusePruned(run);
    const calls = await listCalls(this.dataSource, run.id, first, after);
    refusePruned(await afterReading(this.dataSource, run));
    return calls;
  }

  @FieldResolver(() => [CallTotal], {
    description:
      "All its calls by endpoint and answer, where most time went first. A second old while it goes on.",
  })
  async callTotals(@Root() { id }: ExportRunEntity): Promise<CallTotal[]> {
    return await callTotalsOf(this.dataSource, id);
  }

  @FieldResolver(() => WindowWait, {
    nullable: true,
    description: "What it waits for while SendGrid's rate limit is used up.",
  })
  waitsFor(@Root() { waitingFor, waitingUntil, endedAt }: ExportRunEntity): WindowWait | null {
    if (waitingFor === null || waitingUntil === null || endedAt !== null) return null;
    return waitingUntil.getTime() > Date.now() ? { endpoint: waitingFor, until: waitingUntil } : null;
  }
}
