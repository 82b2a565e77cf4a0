import { unreachable } from "@keruen/core";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { pageSize } from "../../platform/database/keyset.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import type { CreateSource } from "./create-source.ts";
import type { RemoveSource } from "./remove-source.ts";
import { SourceEntity } from "./source.entity.ts";
import {
  CreateSourceInput,
  CreateSourceResult,
  RejectedLine,
  RemoveSourceResult,
  Source,
  SourceInUse,
  SourceRemoved,
} from "./source.graphql.ts";

@Resolver(() => Source)
export class SourceResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly createSourceUseCase: CreateSource,
    private readonly removeSourceUseCase: RemoveSource,
  ) {}

  @Query(() => [Source])
  async sources(): Promise<Source[]> {
    return await this.dataSource.getRepository(SourceEntity).find({ order: { createdAt: "ASC", id: "ASC" } });
  }

  @Query(() => Source, { nullable: true })
  async source(@Arg("id", () => ID) id: string): Promise<Source | null> {
    return await findById(this.dataSource.manager, SourceEntity, id);
  }

  @FieldResolver(() => [RejectedLine], { description: "The first of them, by line number." })
  async rejectedLines(
    @Root() { fileId }: SourceEntity,
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
  ): Promise<RejectedLine[]> {
    return await this.dataSource.query(
      "select line, code, message from rejected_line where file_id = $1 order by line limit $2",
      [fileId, pageSize(first)],
    );
  }

  @Mutation(() => CreateSourceResult)
  async createSource(
    @Arg("input", () => CreateSourceInput) { emailField = null, ...input }: CreateSourceInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof CreateSourceResult> {
    const created = await this.createSourceUseCase.execute({ ...input, emailField }, principal);
    if (created.ok) return created.value;
    const { failure } = created;
    return failure.code === "invalid" ? new InvalidInput(failure.issues) : new NotFound(failure.id);
  }

  @Mutation(() => RemoveSourceResult)
  async removeSource(
    @Arg("id", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RemoveSourceResult> {
    const removed = await this.removeSourceUseCase.execute(id, principal);
    if (removed.ok) return new SourceRemoved(id);
    switch (removed.failure.code) {
      case "not-found":
        return new NotFound(id);
      case "loading":
        return new SourceInUse("It is still being loaded. Wait until it is ready.");
      case "runs-in-progress":
        return new SourceInUse(
          "A run is under way that may send its profiles. Wait until it ends, or cancel it.",
        );
      default:
        return unreachable(removed.failure);
    }
  }

  @Subscription(() => Source, {
    description: "The source as it is now, then after every change, until it is ready or has failed.",
    subscribe: ({ args, context }: { args: { sourceId: string }; context: Context }) =>
      context.liveSources.watch(args.sourceId),
  })
  sourceChanged(@Arg("sourceId", () => ID) _sourceId: string, @Root() source: Source): Source {
    return source;
  }
}
