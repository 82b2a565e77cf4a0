/**
 * An account by what a person has: a saved destination, or a key that is not saved yet.
 *
 * Reads  : `destination`.
 * Writes : nothing.
 * Used by: lists, fields and the test of an account.
 */
import { fail, ok, parseApiKey, type Result, type SendGridClient } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { Secret } from "../../platform/secrets/secret.ts";
import { DestinationEntity } from "./destination.entity.ts";
import type { OpenDestinationFailure, OpenSendGrid } from "./open-send-grid.ts";
import type { SendGridRegion } from "./sendgrid-region.ts";

export type SendGridAccess = {
  readonly destinationId?: string | null;
  readonly apiKey?: string | null;
  /** Of the key; a destination has its own. */
  readonly region?: SendGridRegion | null;
};

export type SendGridAccount = { readonly client: SendGridClient; readonly apiKeyId: string };

export type OpenAccessFailure =
  /** Both or neither of destination and key. */
  { readonly code: "access-ambiguous" } | OpenDestinationFailure | { readonly code: "api-key-malformed" };

export class OpenAccess {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: OpenSendGrid,
  ) {}

  async execute({
    destinationId,
    apiKey,
    region,
  }: SendGridAccess): Promise<Result<SendGridAccount, OpenAccessFailure>> {
    if (typeof destinationId === "string" && typeof apiKey !== "string")
      return await this.ofDestination(destinationId);
    if (typeof apiKey === "string" && typeof destinationId !== "string")
      return this.withKey(apiKey, region ?? "GLOBAL");
    return fail({ code: "access-ambiguous" });
  }

  private async ofDestination(id: string): Promise<Result<SendGridAccount, OpenAccessFailure>> {
    const client = await this.openSendGrid.ofDestination(id);
    if (!client.ok) return client;
    const destination = await findById(this.dataSource.manager, DestinationEntity, id);
    return destination
      ? ok({ client: client.value, apiKeyId: destination.apiKeyId })
      : fail({ code: "destination-not-found", id });
  }

  private withKey(raw: string, region: SendGridRegion): Result<SendGridAccount, OpenAccessFailure> {
    const parsed = parseApiKey(raw);
    if (!parsed.ok) return parsed;
    const { key, keyId } = parsed.value;
    return ok({ client: this.openSendGrid.withKey(new Secret(key), region), apiKeyId: keyId });
  }
}
