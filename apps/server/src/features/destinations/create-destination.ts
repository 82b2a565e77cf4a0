/**
 * Connecting a SendGrid account: the key is tried before anything is kept.
 *
 * Reads  : SendGrid (scopes, contact count, the chosen list), names in `destination`.
 * Writes : `destination` with the key sealed, `consent`, the audit log, in one transaction.
 * Used by: the mutation `createDestination`.
 */
import { randomUUID } from "node:crypto";
import { fail, ok, parseApiKey, type Result, type SendGridClient } from "@keruen/core";
import { type DataSource, QueryFailedError } from "typeorm";
import { checkName } from "../../platform/graphql/check-name.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { Secret } from "../../platform/secrets/secret.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { type CheckAccountFailure, checkAccount } from "./check-account.ts";
import { ConsentEntity } from "./consent.entity.ts";
import { DestinationEntity } from "./destination.entity.ts";
import { type OpenSendGrid, placeOfKey } from "./open-send-grid.ts";
import type { SendGridRegion } from "./sendgrid-region.ts";

export type DestinationDraft = {
  readonly name: string;
  readonly apiKey: string;
  readonly region?: SendGridRegion | null;
  readonly listId?: string | null;
  readonly consent: boolean;
  readonly consentTextVersion: string;
};

export type CreateDestinationFailure =
  | { readonly code: "invalid"; readonly issues: readonly InputIssue[] }
  | { readonly code: "consent-required" }
  | { readonly code: "api-key-malformed" }
  | CheckAccountFailure;

export class CreateDestination {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: OpenSendGrid,
    private readonly secrets: SecretBox,
  ) {}

  async execute(
    draft: DestinationDraft,
    principal: Principal,
  ): Promise<Result<DestinationEntity, CreateDestinationFailure>> {
    const name = draft.name.trim();
    const issues = [...(await this.nameIssues(name)), ...textVersionIssues(draft.consentTextVersion)];
    if (issues.length > 0) return fail({ code: "invalid", issues });
    if (!draft.consent) return fail({ code: "consent-required" });

    const parsed = parseApiKey(draft.apiKey);
    if (!parsed.ok) return parsed;
    const key = new Secret(parsed.value.key);
    const region = draft.region ?? "GLOBAL";
    const client = this.openSendGrid.withKey(key, region);
    const checked = await checkAccount(client);
    if (!checked.ok) return checked;
    const list = await findList(client, draft.listId);
    if (!list.ok) return list;

    const id = randomUUID();
    const row = {
      ...{
        id,
        name,
        region,
        state: "NEEDS_EXPORT_USER",
        apiKeyId: parsed.value.keyId,
        createdBy: principal.userId,
      },
      ...{ defaultListId: list.value?.id ?? null, defaultListName: list.value?.name ?? null },
      sealedApiKey: this.secrets.seal(placeOfKey(id), key),
    } as const;
    return await this.store(row, draft.consentTextVersion, principal);
  }

  private async store(
    row: Pick<DestinationEntity, "id" | "name" | "sealedApiKey">,
    textVersion: string,
    principal: Principal,
  ): Promise<Result<DestinationEntity, CreateDestinationFailure>> {
    const consent = {
      destinationId: row.id,
      destinationName: row.name,
      userId: principal.userId,
      textVersion,
    };
    try {
      return await this.dataSource.transaction(async (db) => {
        await db.insert(DestinationEntity, row);
        await db.insert(ConsentEntity, consent);
        await audit(db, principal, "destination-created", row);
        return ok(await db.findOneByOrFail(DestinationEntity, { id: row.id }));
      });
    } catch (error) {
      if (isNameTaken(error)) return fail({ code: "invalid", issues: [NAME_TAKEN] });
      throw error;
    }
  }

  /** Told before SendGrid is asked; the unique index has the last word. */
  private async nameIssues(name: string): Promise<readonly InputIssue[]> {
    const issues = checkName(name);
    if (issues.length > 0) return issues;
    const [{ isTaken }] = await this.dataSource.query(
      `select exists (select from destination where lower(name) = lower($1)) as "isTaken"`,
      [name],
    );
    return isTaken ? [NAME_TAKEN] : [];
  }
}

const NAME_TAKEN = {
  path: "name",
  code: "name-taken",
  message: "Another destination has this name. Choose another one.",
};

const isNameTaken = (error: unknown) =>
  error instanceof QueryFailedError &&
  (error.driverError as { constraint?: string }).constraint === "destination_name";

function textVersionIssues(version: string): readonly InputIssue[] {
  const path = "consentTextVersion";
  return /^[\w.-]{1,50}$/.test(version)
    ? []
    : [{ path, code: "text-version-unknown", message: "Say which version of the text was agreed to." }];
}

async function findList(
  client: SendGridClient,
  id: string | null | undefined,
): Promise<Result<{ readonly id: string; readonly name: string } | null, CreateDestinationFailure>> {
  if (!id) return ok(null);
  const list = await client.list(id);
  if (list.ok) return list;
  const isUnknown = list.failure.code === "not-found" || list.failure.code === "rejected";
  return isUnknown ? fail({ code: "invalid", issues: [LIST_NOT_FOUND] }) : list;
}

const LIST_NOT_FOUND = {
  path: "listId",
  code: "list-not-found",
  message: "SendGrid has no list with this id. Choose one from the account's lists.",
};
