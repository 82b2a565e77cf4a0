import { unreachable } from "@keruen/core";
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { decodeCursor, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { DestinationEntity } from "../destinations/destination.entity.ts";
import { Destination } from "../destinations/destination.graphql.ts";
import { unopenedOf } from "../destinations/sendgrid-access.graphql.ts";
import { SendGridListRef } from "../destinations/sendgrid-list.graphql.ts";
import { refusalOf } from "../destinations/sendgrid-refusal.graphql.ts";
import { ExportRunEntity } from "../export-runs/export-run.entity.ts";
import { MatchingIncomplete, Run, RunsInProgress } from "../export-runs/export-run.graphql.ts";
import { SegmentEntity } from "../segments/segment.entity.ts";
import { Segment } from "../segments/segment.graphql.ts";
import { ExportEntity } from "./export.entity.ts";
import {
  CreateExportInput,
  CreateExportResult,
  Export,
  ExportConnection,
  ExportRemoved,
  RemoveExportResult,
  UpdateExportInput,
  UpdateExportResult,
} from "./export.graphql.ts";
import { ExportPreviewInput, ExportPreviewResult } from "./export-preview.graphql.ts";
import type { PreviewExport } from "./preview-export.ts";
import type { RemoveExport } from "./remove-export.ts";
import type { SaveExport, SaveExportFailure } from "./save-export.ts";

@Resolver(() => Export)
export class ExportResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly saveExport: SaveExport,
    private readonly removeExportUseCase: RemoveExport,
    private readonly previewExport: PreviewExport,
  ) {}

  @Query(() => ExportConnection)
  async exports(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
  ) {
    const size = pageSize(first);
    const repository = this.dataSource.getRepository(ExportEntity);
    const rows = repository
      .createQueryBuilder("export")
      .orderBy("lower(export.name)")
      .addOrderBy("export.id");
    if (after) {
      const [name, id] = decodeCursor(after, 2);
      rows.where("(lower(export.name), export.id) > (lower(:name), :id)", { name, id });
    }
    const page = pageOf(await rows.limit(size + 1).getMany(), size, ({ name, id }) => [name, id]);
    return { ...page, totalCount: await repository.count() };
  }

  @Query(() => Export, { nullable: true })
  async export(@Arg("id", () => ID) id: string): Promise<Export | null> {
    return await findById(this.dataSource.manager, ExportEntity, id);
  }

  @Query(() => ExportPreviewResult)
  async exportPreview(
    @Arg("input", () => ExportPreviewInput) {
      destinationId = null,
      matching,
      segmentIds,
    }: ExportPreviewInput,
    @Arg("first", () => Int, { defaultValue: 5 }) first: number,
  ): Promise<typeof ExportPreviewResult> {
    const preview = await this.previewExport.execute(
      { destinationId, matching, segmentIds },
      pageSize(first),
    );
    return preview.ok ? preview.value : new InvalidInput(preview.failure);
  }

  @Mutation(() => CreateExportResult)
  async createExport(
    @Arg("input", () => CreateExportInput) input: CreateExportInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof CreateExportResult> {
    const saved = await this.saveExport.create(input, principal);
    return saved.ok ? saved.value : answerFor(saved.failure);
  }

  @Mutation(() => UpdateExportResult)
  async updateExport(
    @Arg("input", () => UpdateExportInput) input: UpdateExportInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof UpdateExportResult> {
    const saved = await this.saveExport.update(input, principal);
    return saved.ok ? saved.value : answerFor(saved.failure);
  }

  @Mutation(() => RemoveExportResult)
  async removeExport(
    @Arg("id", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RemoveExportResult> {
    const removed = await this.removeExportUseCase.execute(id, principal);
    if (removed.ok) return new ExportRemoved(id);
    return removed.failure.code === "not-found" ? new NotFound(id) : new RunsInProgress(removed.failure.runs);
  }

  @FieldResolver(() => SendGridListRef)
  list(@Root() { listId, listName }: ExportEntity): SendGridListRef {
    return { id: listId, name: listName };
  }

  @FieldResolver(() => Destination)
  async destination(@Root() { destinationId }: ExportEntity): Promise<Destination> {
    return await this.dataSource.getRepository(DestinationEntity).findOneByOrFail({ id: destinationId });
  }

  @FieldResolver(() => [Segment])
  async segments(@Root() { id }: ExportEntity): Promise<Segment[]> {
    return await this.dataSource
      .getRepository(SegmentEntity)
      .createQueryBuilder("segment")
      .where("segment.id in (select segment_id from export_segment where export_id = :id)", { id })
      .orderBy("lower(segment.name)")
      .getMany();
  }

  @FieldResolver(() => Run, { nullable: true })
  async lastRun(@Root() { id }: ExportEntity): Promise<Run | null> {
    return await this.dataSource
      .getRepository(ExportRunEntity)
      .findOne({ where: { exportId: id, isDryRun: false }, order: { queuedAt: "DESC", id: "DESC" } });
  }
}

function answerFor(failure: SaveExportFailure) {
  switch (failure.code) {
    case "invalid":
      return new InvalidInput(failure.issues);
    case "matching-incomplete":
      return new MatchingIncomplete(failure.missingFields);
    case "not-found":
      return new NotFound(failure.id);
    case "destination-not-found":
    case "key-unreadable":
      return unopenedOf(failure);
    case "sendgrid":
      return refusalOf(failure.failure);
    default:
      return unreachable(failure);
  }
}
