import { REQUIRED_SCOPES } from "@keruen/core";
import { Arg, ID, Mutation, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { checkName } from "../../platform/graphql/check-name.ts";
import { InvalidInput } from "../../platform/graphql/user-error.ts";
import { checkAccount } from "./check-account.ts";
import {
  CreateSendGridFieldInput,
  CreateSendGridFieldResult,
  fieldRefusalOf,
} from "./create-sendgrid-field.graphql.ts";
import type { CreateSendGridField } from "./create-sendgrid-field.ts";
import { DestinationEntity } from "./destination.entity.ts";
import { DestinationTest, TestDestinationResult } from "./destination-test.graphql.ts";
import { listSuppressionGroups } from "./list-suppression-groups.ts";
import type { OpenAccess } from "./open-access.ts";
import type { OpenSendGrid } from "./open-send-grid.ts";
import { accessRefusalOf, SendGridAccessInput, unopenedOf } from "./sendgrid-access.graphql.ts";
import { SendGridAccount, SendGridAccountResult } from "./sendgrid-account.graphql.ts";
import { SendGridFields, SendGridFieldsResult } from "./sendgrid-field.graphql.ts";
import {
  CreateSendGridListInput,
  CreateSendGridListResult,
  invalidListName,
  SendGridLists,
  SendGridListsResult,
} from "./sendgrid-list.graphql.ts";
import { refusalOf } from "./sendgrid-refusal.graphql.ts";
import {
  SendGridSuppressionGroups,
  SendGridSuppressionGroupsResult,
  SuppressionsUnreadable,
} from "./suppression-group.graphql.ts";

/** What an account holds, asked of SendGrid at that moment. Nothing is kept. */
@Resolver()
export class SendGridAccountResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openAccess: OpenAccess,
    private readonly openSendGrid: OpenSendGrid,
    private readonly createField: CreateSendGridField,
  ) {}

  @Mutation(() => TestDestinationResult)
  async testDestination(
    @Arg("access", () => SendGridAccessInput) access: SendGridAccessInput,
  ): Promise<typeof TestDestinationResult> {
    const account = await this.openAccess.execute(access);
    if (!account.ok) return accessRefusalOf(account.failure);
    const { client, apiKeyId } = account.value;
    const checked = await checkAccount(client);
    if (!checked.ok) return refusalOf(checked.failure);
    const used = REQUIRED_SCOPES.filter((scope) => checked.value.scopes.includes(scope));
    return new DestinationTest(apiKeyId, used, checked.value.counts.contacts);
  }

  @Query(() => SendGridListsResult)
  async sendGridLists(
    @Arg("access", () => SendGridAccessInput) access: SendGridAccessInput,
  ): Promise<typeof SendGridListsResult> {
    const account = await this.openAccess.execute(access);
    if (!account.ok) return accessRefusalOf(account.failure);
    const lists = await account.value.client.lists();
    return lists.ok ? new SendGridLists(lists.value) : refusalOf(lists.failure);
  }

  @Mutation(() => CreateSendGridListResult)
  async createSendGridList(
    @Arg("input", () => CreateSendGridListInput) { access, name }: CreateSendGridListInput,
  ): Promise<typeof CreateSendGridListResult> {
    const issues = checkName(name.trim());
    if (issues.length > 0) return new InvalidInput(issues);
    const account = await this.openAccess.execute(access);
    if (!account.ok) return accessRefusalOf(account.failure);
    const list = await account.value.client.createList(name.trim());
    if (list.ok) return list.value;
    return list.failure.code === "rejected" ? invalidListName(list.failure) : refusalOf(list.failure);
  }

  @Mutation(() => CreateSendGridFieldResult, {
    description: "Makes a custom field and answers when exports can fill it, which takes some seconds.",
  })
  async createSendGridField(
    @Arg("input", () => CreateSendGridFieldInput) { access, name, type }: CreateSendGridFieldInput,
  ): Promise<typeof CreateSendGridFieldResult> {
    const field = await this.createField.execute(access, { name: name.trim(), type });
    return field.ok ? field.value : fieldRefusalOf(field.failure);
  }

  @Query(() => SendGridAccountResult)
  async sendGridAccount(
    @Arg("destinationId", () => ID) destinationId: string,
  ): Promise<typeof SendGridAccountResult> {
    const destination = await findById(this.dataSource.manager, DestinationEntity, destinationId);
    const client = await this.openSendGrid.ofDestination(destinationId);
    if (!client.ok) return unopenedOf(client.failure);
    const checked = await checkAccount(client.value);
    if (!checked.ok) return refusalOf(checked.failure);
    return new SendGridAccount(checked.value, destination?.contactLimit ?? null);
  }

  @Query(() => SendGridFieldsResult)
  async sendGridFields(
    @Arg("destinationId", () => ID) destinationId: string,
  ): Promise<typeof SendGridFieldsResult> {
    const client = await this.openSendGrid.ofDestination(destinationId);
    if (!client.ok) return unopenedOf(client.failure);
    const fields = await client.value.fieldDefinitions();
    return fields.ok ? new SendGridFields(fields.value) : refusalOf(fields.failure);
  }

  @Query(() => SendGridSuppressionGroupsResult, {
    description:
      "The unsubscribe groups an export can leave out, where the key may read suppressions at all.",
  })
  async sendGridSuppressionGroups(
    @Arg("destinationId", () => ID) destinationId: string,
  ): Promise<typeof SendGridSuppressionGroupsResult> {
    const client = await this.openSendGrid.ofDestination(destinationId);
    if (!client.ok) return unopenedOf(client.failure);
    const groups = await listSuppressionGroups(client.value);
    if (groups.ok) return new SendGridSuppressionGroups(groups.value);
    return groups.failure.code === "suppressions-unreadable"
      ? new SuppressionsUnreadable()
      : refusalOf(groups.failure);
  }
}
