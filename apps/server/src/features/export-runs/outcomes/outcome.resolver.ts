import { Arg, ID, Int, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import { findById } from "../../../platform/database/find-by-id.ts";
import { decodeCursor, encodeCursor, pageOf, pageSize } from "../../../platform/database/keyset.ts";
import { ExportRunEntity } from "../export-run.entity.ts";
import { countOutcomes } from "./count-outcomes.ts";
import { afterReading, refusePruned } from "./details-pruned.ts";
import { listOutcomes } from "./list-outcomes.ts";
import { Outcome, OutcomeConnection, OutcomeKind } from "./outcome.graphql.ts";

const NOTHING: OutcomeConnection = {
  edges: [],
  pageInfo: { hasNextPage: false, endCursor: null },
  totalCount: 0,
};

@Resolver(() => Outcome)
export class OutcomeResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Query(() => OutcomeConnection)
  async outcomes(
    @Arg("runId", () => ID) runId: string,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
    @Arg("kind", () => OutcomeKind, { nullable: true }) kind: OutcomeKind | null = null,
    @Arg("code", () => String, { nullable: true }) code: string | null = null,
  ): Promise<OutcomeConnection> {
    const size = pageSize(first);
    const position = decodeCursor(after ?? FROM_THE_START, 1)[0];
    const run = await findById(this.dataSource.manager, ExportRunEntity, runId);
    if (!run) return NOTHING;
    refusePruned(run);
    const totalCount = await countOutcomes(this.dataSource, run, { kind, code });
    if (totalCount === 0) return NOTHING;
    const rows = await listOutcomes(this.dataSource, run, { kind, code }, Number(position), size + 1);
    refusePruned(await afterReading(this.dataSource, run));
    return { ...pageOf(rows, size, ({ profileId }) => [profileId]), totalCount };
  }
}

const FROM_THE_START = encodeCursor([0]);
