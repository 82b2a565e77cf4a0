import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { pageSize } from "../../platform/database/keyset.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { ProfileConnection } from "../profiles/profile.graphql.ts";
import { listMembers } from "./list-members.ts";
import { listSegments } from "./list-segments.ts";
import type { PreviewSegment } from "./preview-segment.ts";
import { exportsOf, type RemoveSegment } from "./remove-segment.ts";
import { RuleGroupInput } from "./rule/rule.graphql.ts";
import type { SaveSegment } from "./save-segment.ts";
import { SegmentEntity } from "./segment.entity.ts";
import {
  CreateSegmentInput,
  CreateSegmentResult,
  RemoveSegmentResult,
  Segment,
  SegmentConnection,
  SegmentInUse,
  SegmentPreviewResult,
  SegmentRemoved,
  UpdateSegmentInput,
  UpdateSegmentResult,
} from "./segment.graphql.ts";
import { settledSegment } from "./settled-segment.ts";

@Resolver(() => Segment)
export class SegmentResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly saveSegment: SaveSegment,
    private readonly removeSegmentUseCase: RemoveSegment,
    private readonly previewSegment: PreviewSegment,
  ) {}

  @Query(() => SegmentConnection)
  async segments(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string | null,
  ): Promise<SegmentConnection> {
    return await listSegments(this.dataSource, pageSize(first), after ?? null);
  }

  @Query(() => Segment, { nullable: true })
  async segment(@Arg("id", () => ID) id: string): Promise<Segment | null> {
    return await findById(this.dataSource.manager, SegmentEntity, id);
  }

  @Query(() => SegmentPreviewResult)
  async segmentPreview(
    @Arg("rule", () => RuleGroupInput) rule: RuleGroupInput,
  ): Promise<typeof SegmentPreviewResult> {
    const preview = await this.previewSegment.execute(rule);
    return preview.ok ? preview.value : new InvalidInput(preview.failure);
  }

  @FieldResolver(() => ProfileConnection)
  async members(
    @Root() segment: SegmentEntity,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string | null,
  ): Promise<ProfileConnection> {
    return await listMembers(this.dataSource.manager, segment, pageSize(first), after ?? null);
  }

  @FieldResolver(() => [String], { description: "Names of the exports that use it." })
  async usedBy(@Root() { id }: SegmentEntity): Promise<readonly string[]> {
    return await exportsOf(this.dataSource.manager, id);
  }

  @Mutation(() => CreateSegmentResult)
  async createSegment(
    @Arg("input", () => CreateSegmentInput) { name, kind, rule = null }: CreateSegmentInput,
    @Ctx() { principal, liveSegments }: Context,
  ): Promise<typeof CreateSegmentResult> {
    const saved = await this.saveSegment.create({ name, kind, rule }, principal);
    if (!saved.ok) return new InvalidInput(saved.failure.issues);
    return await settledSegment(liveSegments, saved.value);
  }

  @Mutation(() => UpdateSegmentResult)
  async updateSegment(
    @Arg("input", () => UpdateSegmentInput) { id, name, rule = null }: UpdateSegmentInput,
    @Ctx() { principal, liveSegments }: Context,
  ): Promise<typeof UpdateSegmentResult> {
    const saved = await this.saveSegment.update(id, { name, rule }, principal);
    if (saved.ok) return await settledSegment(liveSegments, saved.value);
    return saved.failure.code === "invalid" ? new InvalidInput(saved.failure.issues) : new NotFound(id);
  }

  @Mutation(() => RemoveSegmentResult)
  async removeSegment(
    @Arg("id", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RemoveSegmentResult> {
    const removed = await this.removeSegmentUseCase.execute(id, principal);
    if (removed.ok) return new SegmentRemoved(id);
    return removed.failure.code === "in-use" ? new SegmentInUse(removed.failure.exports) : new NotFound(id);
  }
}
