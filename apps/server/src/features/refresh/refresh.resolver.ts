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
import { NotFound } from "../../platform/graphql/user-error.ts";
import { UserEntity } from "../access/user.entity.ts";
import { User } from "../access/user.graphql.ts";
import type { CancelRefresh } from "./cancel-refresh.ts";
import { listRefreshes } from "./list-refreshes.ts";
import { RefreshEntity } from "./refresh.entity.ts";
import {
  CancelRefreshResult,
  Refresh,
  RefreshAlreadyEnded,
  RefreshAlreadyRunning,
  RefreshConnection,
  RefreshStep,
  StartRefreshResult,
} from "./refresh.graphql.ts";
import { RefreshStepEntity } from "./refresh-step.entity.ts";
import type { StartRefresh } from "./start-refresh.ts";

@Resolver(() => Refresh)
export class RefreshResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startRefreshUseCase: StartRefresh,
    private readonly cancelRefreshUseCase: CancelRefresh,
  ) {}

  @Query(() => RefreshConnection, { description: "Newest first." })
  async refreshes(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
  ): Promise<RefreshConnection> {
    return await listRefreshes(this.dataSource, first, after);
  }

  @Query(() => Refresh, { nullable: true })
  async refresh(@Arg("id", () => ID) id: string): Promise<Refresh | null> {
    return await findById(this.dataSource.manager, RefreshEntity, id);
  }

  @Mutation(() => StartRefreshResult)
  async startRefresh(@Ctx() { principal }: Context): Promise<typeof StartRefreshResult> {
    const started = await this.startRefreshUseCase.execute(principal);
    return started.ok ? started.value : new RefreshAlreadyRunning(started.failure.refresh);
  }

  @Mutation(() => CancelRefreshResult)
  async cancelRefresh(
    @Arg("refreshId", () => ID) refreshId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof CancelRefreshResult> {
    const canceled = await this.cancelRefreshUseCase.execute(refreshId, principal);
    if (canceled.ok) return canceled.value;
    switch (canceled.failure.code) {
      case "not-found":
        return new NotFound(refreshId);
      case "already-ended":
        return new RefreshAlreadyEnded(canceled.failure.refresh);
      default:
        return unreachable(canceled.failure);
    }
  }

  @Subscription(() => Refresh, {
    description: "The latest refresh as it is now, then it and every later one after each change.",
    subscribe: ({ context }: { context: Context }) => context.watchRefreshes(),
  })
  refreshChanged(@Root() refresh: Refresh): Refresh {
    return refresh;
  }

  @FieldResolver(() => User, { nullable: true })
  async startedBy(@Root() { startedBy }: RefreshEntity): Promise<User | null> {
    return await findById(this.dataSource.manager, UserEntity, startedBy);
  }

  @FieldResolver(() => [RefreshStep], { description: "In the order in which they are done." })
  async steps(@Root() { id }: RefreshEntity): Promise<readonly RefreshStep[]> {
    return await this.dataSource
      .getRepository(RefreshStepEntity)
      .find({ where: { refreshId: id }, order: { position: "ASC" } });
  }
}
