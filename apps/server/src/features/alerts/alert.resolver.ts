import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { AlertChannelEntity } from "./alert-channel.entity.ts";
import {
  AlertChannel,
  AlertChannelCreated,
  AlertChannelRemoved,
  CreateAlertChannelInput,
  CreateAlertChannelResult,
  RemoveAlertChannelResult,
  UpdateAlertChannelInput,
  UpdateAlertChannelResult,
} from "./alert-channel.graphql.ts";
import { AlertDeliveryConnection, TestAlertChannelResult } from "./alert-delivery.graphql.ts";
import { listAlertDeliveries } from "./list-alert-deliveries.ts";
import type { RemoveAlertChannel } from "./remove-alert-channel.ts";
import type { SaveAlertChannel } from "./save-alert-channel.ts";
import type { TestAlertChannel } from "./test-alert-channel.ts";

@Resolver()
export class AlertResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly saveChannel: SaveAlertChannel,
    private readonly removeChannel: RemoveAlertChannel,
    private readonly testChannel: TestAlertChannel,
  ) {}

  @Query(() => [AlertChannel], { description: "All of them, by name; at most 50." })
  async alertChannels(): Promise<AlertChannel[]> {
    return await this.dataSource
      .getRepository(AlertChannelEntity)
      .find({ order: { name: "ASC", id: "ASC" } });
  }

  @Query(() => AlertDeliveryConnection, { description: "Alerts and what became of them, newest first." })
  async alertDeliveries(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string,
  ) {
    return await listAlertDeliveries(this.dataSource, first, after ?? null);
  }

  @Mutation(() => CreateAlertChannelResult)
  async createAlertChannel(
    @Arg("input", () => CreateAlertChannelInput) input: CreateAlertChannelInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof CreateAlertChannelResult> {
    const created = await this.saveChannel.create(input, principal);
    if (!created.ok) return new InvalidInput(created.failure.issues);
    const { channel, signingSecret } = created.value;
    return new AlertChannelCreated(channel, signingSecret?.reveal() ?? null);
  }

  @Mutation(() => UpdateAlertChannelResult)
  async updateAlertChannel(
    @Arg("input", () => UpdateAlertChannelInput) input: UpdateAlertChannelInput,
    @Ctx() { principal }: Context,
  ): Promise<typeof UpdateAlertChannelResult> {
    const updated = await this.saveChannel.update(input, principal);
    if (updated.ok) return updated.value;
    return updated.failure.code === "invalid"
      ? new InvalidInput(updated.failure.issues)
      : new NotFound(input.id);
  }

  @Mutation(() => RemoveAlertChannelResult, {
    description: "With its secret, and everything on its way there.",
  })
  async removeAlertChannel(
    @Arg("id", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RemoveAlertChannelResult> {
    const removed = await this.removeChannel.execute(id, principal);
    return removed.ok ? new AlertChannelRemoved(id) : new NotFound(id);
  }

  @Mutation(() => TestAlertChannelResult, {
    description:
      "Sends a test the way of every alert, also where the channel is off. `alertDeliveries` tells what became of it.",
  })
  async testAlertChannel(
    @Arg("id", () => ID) id: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof TestAlertChannelResult> {
    const test = await this.testChannel.execute(id, principal);
    return test.ok ? test.value : new NotFound(id);
  }
}
