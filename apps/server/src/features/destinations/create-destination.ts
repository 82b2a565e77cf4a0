/**
 * Connecting a SendGrid account: the key is tried before anything is kept.
 *
 * Reads  : SendGrid (scopes, contact count, the chosen list), names in `destination`.
 * Writes : `destination` with the key sealed, `consent`, the audit log, in one transaction.
 * Used by: the mutation `createDestination`.
 */
import { randomUUID } from "node:crypto";
import { fail, ok, parseApiKey, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { Secret } from "../../platform/secrets/secret.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { type CheckAccountFailure, checkAccount } from "./check-account.ts";
import {
  contactLimitIssues,
  findList,
  type InvalidDestination,
  nameIssues,
  nameTakenOr,
} from "./check-destination.ts";
import { ConsentEntity } from "./consent.entity.ts";
import { DestinationEntity } from "./destination.entity.ts";
import { type OpenSendGrid, placeOfKey } from "./open-send-grid.ts";
import type { SendGridRegion } from "./sendgrid-region.ts";

export type DestinationDraft = {
  readonly name: string;
  readonly apiKey: string;
  readonly region?: SendGridRegion | null;
  readonly listId?: string | null;
  /** How many contacts the SendGrid contract allows; null where nobody has said. */
  readonly contactLimit?: number | null;
  readonly consent: boolean;
  readonly consentTextVersion: string;
};

export type CreateDestinationFailure =
  | InvalidDestination
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
    const issues = [
      ...(await nameIssues(this.dataSource.manager, name, null)),
      ...contactLimitIssues(draft.contactLimit),
      ...textVersionIssues(draft.consentTextVersion),
    ];
    if (issues.length > 0) return fail({ code: "invalid", issues });
    if (!draft.consent) return fail({ code: "consent-required" });

    const parsed = parseApiKey(draft.apiKey);
    if (!parsed.ok) return parsed;
    const key = new Secret(parsed.value.key);
    const region = draft.region ?? "GLOBAL";
    const client = this.openSendGrid.withKey(key, region);
    const checked = await checkAccount(client);
    if (!checked.ok) return checked;
    const list = draft.listId ? await findList(client, draft.listId) : ok(null);
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
        contactLimit: draft.contactLimit ?? null,
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
        await audit(db, principal, "consent-given", row);
        return ok(await db.findOneByOrFail(DestinationEntity, { id: row.id }));
      });
    } catch (error) {
      return nameTakenOr(error);
    }
  }
}

function textVersionIssues(version: string): readonly InputIssue[] {
  const path = "consentTextVersion";
  return /^[\w.-]{1,50}$/.test(version)
    ? []
    : [{ path, code: "text-version-unknown", message: "Say which version of the text was agreed to." }];
}
