import { unreachable } from "@keruen/core";
import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { RunsInProgress } from "../export-runs/export-run.graphql.ts";
import type { BecomeExportUser } from "./become-export-user.ts";
import type { CreateDestination } from "./create-destination.ts";
import { DestinationEntity } from "./destination.entity.ts";
import {
  BecomeExportUserResult,
  ConsentRequired,
  CreateDestinationInput,
  CreateDestinationResult,
  Destination,
  DestinationConnection,
  DestinationRemoved,
  RemoveDestinationResult,
  UpdateDestinationInput,
  UpdateDestinationResult,
} from "./destination.graphql.ts";
import { listDestinations } from "./list-destinations.ts";
import type { RemoveDestination } from "./remove-destination.ts";
import { unopenedOf } from "./sendgrid-access.graphql.ts";
import { ApiKeyRefused, refusalOf } from "./sendgrid-refusal.graphql.ts";
import type { UpdateDestination } from "./update-destination.ts";

/** Translates: GraphQL in, use case, GraphQL out. Decides nothing. */
@Resolver(() => Destination)
export class DestinationResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly createDestinationUseCase: CreateDestination,
    private readonly updateDestinationUseCase: UpdateDestination,
    private readonly becomeExportUserUseCase: BecomeExportUser,
    private readonly removeDestinationUseCase: RemoveDestination,
  ) {}

  @Query(() => DestinationConnection)
  async destinations(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
  ) {
    return await listDestinations(this.dataSource, first, after ?? null);
  }

  @Query(() => Destination, { nullable: true })
  async destination(@Arg("id", () => ID) id: string): Promise<Destination | null> {
    return await findById(this.dataSource.manager, DestinationEntity, id);
  }

  @Mutation(() => CreateDestinationResult)
  async createDestination(
    @Arg("input", () => CreateDestinationInput) input: CreateDestinationInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof CreateDestinationResult> {
    const created = await this.createDestinationUseCase.execute(input, principal);
    if (created.ok) return created.value;
    const { failure } = created;
    if (failure.code === "invalid") return new InvalidInput(failure.issues);
    if (failure.code === "consent-required") return new ConsentRequired();
    if (failure.code === "api-key-malformed") return new ApiKeyRefused("MALFORMED");
    return refusalOf(failure);
  }

  @Mutation(() => UpdateDestinationResult)
  async updateDestination(
    @Arg("input", () => UpdateDestinationInput) input: UpdateDestinationInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof UpdateDestinationResult> {
    const updated = await this.updateDestinationUseCase.execute(input, principal);
    if (updated.ok) return updated.value;
    const { failure } = updated;
    if (failure.code === "invalid") return new InvalidInput(failure.issues);
    if (failure.code === "destination-not-found" || failure.code === "key-unreadable")
      return unopenedOf(failure);
    if (failure.code === "api-key-malformed") return new ApiKeyRefused("MALFORMED");
    if (failure.code === "other-account") return new ApiKeyRefused("OTHER_ACCOUNT");
    if (failure.code === "account-unknown") return new ApiKeyRefused("ACCOUNT_UNKNOWN");
    return refusalOf(failure);
  }

  @Mutation(() => BecomeExportUserResult)
  async becomeExportUser(
    @Arg("destinationId", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof BecomeExportUserResult> {
    const changed = await this.becomeExportUserUseCase.execute(id, principal);
    return changed.ok ? changed.value : new NotFound(id);
  }

  @Mutation(() => RemoveDestinationResult)
  async removeDestination(
    @Arg("id", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RemoveDestinationResult> {
    const removed = await this.removeDestinationUseCase.execute(id, principal);
    if (removed.ok) return new DestinationRemoved(id, removed.value.removedExports);
    switch (removed.failure.code) {
      case "not-found":
        return new NotFound(id);
      case "runs-in-progress":
        return new RunsInProgress(removed.failure.runs);
      default:
        return unreachable(removed.failure);
    }
  }
}
