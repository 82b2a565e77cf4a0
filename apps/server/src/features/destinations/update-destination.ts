/**
 * Changing a destination: its name, its contract, the list offered first, its key.
 *
 * Reads  : SendGrid (a new key as when it was connected; a list), names in `destination`.
 * Writes : `destination`, a new key sealed over the old one, the audit log, in one transaction.
 * Used by: the mutation `updateDestination`.
 */
import { fail, ok, parseApiKey, type Result, type SendGridClient } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
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
import { DestinationEntity } from "./destination.entity.ts";
import { isSameAccount } from "./is-same-account.ts";
import { type OpenDestinationFailure, type OpenSendGrid, placeOfKey } from "./open-send-grid.ts";

/** What is left out stays as it is; null takes away what there can be none of. */
export type DestinationChange = {
  readonly id: string;
  readonly name?: string | null;
  readonly listId?: string | null;
  readonly contactLimit?: number | null;
  readonly apiKey?: string | null;
  /** Somebody vouches for the new key's account, where SendGrid cannot tell whether it is the same. */
  readonly isSameAccount?: boolean | null;
};

export type UpdateDestinationFailure =
  | OpenDestinationFailure
  | InvalidDestination
  | { readonly code: "api-key-malformed" }
  | { readonly code: "other-account" }
  | { readonly code: "account-unknown" }
  | CheckAccountFailure;

type NewKey = {
  readonly client: SendGridClient;
  readonly columns: Pick<DestinationEntity, "apiKeyId" | "sealedApiKey">;
  /** Nothing but somebody's word says that its account is the same. */
  readonly isVouchedFor: boolean;
};

export class UpdateDestination {
  constructor(
    private readonly dataSource: DataSource,
    private readonly openSendGrid: OpenSendGrid,
    private readonly secrets: SecretBox,
  ) {}

  async execute(
    change: DestinationChange,
    principal: Principal,
  ): Promise<Result<DestinationEntity, UpdateDestinationFailure>> {
    const db = this.dataSource.manager;
    const current = await findById(db, DestinationEntity, change.id);
    if (!current) return fail({ code: "destination-not-found", id: change.id });
    const name = change.name?.trim() ?? current.name;
    const issues = [...(await nameIssues(db, name, current.id)), ...contactLimitIssues(change.contactLimit)];
    if (issues.length > 0) return fail({ code: "invalid", issues });

    const key = change.apiKey
      ? await this.tryKey(current, change.apiKey, change.isSameAccount === true)
      : ok(null);
    if (!key.ok) return key;
    const list = await this.listColumns(current, change.listId, key.value?.client ?? null);
    if (!list.ok) return list;
    const { contactLimit } = change;
    const columns = {
      ...(typeof change.name === "string" && { name }),
      ...list.value,
      ...(contactLimit !== undefined && { contactLimit }),
    };
    return await this.store(current.id, columns, key.value, principal);
  }

  /** A key is tried as when it was connected, and must open the same account. */
  private async tryKey(
    { id, region }: DestinationEntity,
    raw: string,
    isVouchedFor: boolean,
  ): Promise<Result<NewKey, UpdateDestinationFailure>> {
    const parsed = parseApiKey(raw);
    if (!parsed.ok) return parsed;
    const key = new Secret(parsed.value.key);
    const client = this.openSendGrid.withKey(key, region);
    const checked = await checkAccount(client);
    if (!checked.ok) return checked;
    const opened = await this.openSendGrid.ofDestination(id);
    const same = await isSameAccount(this.dataSource.manager, id, opened.ok ? opened.value : null, client);
    if (!same.ok) return same;
    if (same.value === "other") return fail({ code: "other-account" });
    if (same.value === "unknown" && !isVouchedFor) return fail({ code: "account-unknown" });
    const sealedApiKey = this.secrets.seal(placeOfKey(id), key);
    const columns = { apiKeyId: parsed.value.keyId, sealedApiKey };
    return ok({ client, columns, isVouchedFor: same.value === "unknown" });
  }

  private async listColumns(
    { id, defaultListId }: DestinationEntity,
    listId: string | null | undefined,
    tried: SendGridClient | null,
  ): Promise<Result<Partial<DestinationEntity>, UpdateDestinationFailure>> {
    if (listId === undefined || listId === defaultListId) return ok({});
    if (listId === null) return ok({ defaultListId: null, defaultListName: null });
    const opened = tried ? ok(tried) : await this.openSendGrid.ofDestination(id);
    if (!opened.ok) return opened;
    const list = await findList(opened.value, listId);
    return list.ok ? ok({ defaultListId: list.value.id, defaultListName: list.value.name }) : list;
  }

  private async store(
    id: string,
    columns: Partial<DestinationEntity>,
    key: NewKey | null,
    principal: Principal,
  ): Promise<Result<DestinationEntity, UpdateDestinationFailure>> {
    try {
      return await this.dataSource.transaction(async (db) => {
        const lock = { mode: "pessimistic_write" } as const;
        const held = await findById(db, DestinationEntity, id, { lock, loadEagerRelations: false });
        if (!held) return fail({ code: "destination-not-found", id });
        const state = held.exportUserId === null ? "NEEDS_EXPORT_USER" : "READY";
        await db.update(
          DestinationEntity,
          { id },
          { name: held.name, ...columns, ...(key && { ...key.columns, state }) },
        );
        const updated = await db.findOneByOrFail(DestinationEntity, { id });
        await audit(db, principal, "destination-updated", updated);
        if (key) await audit(db, principal, "api-key-replaced", updated);
        if (key?.isVouchedFor) await audit(db, principal, "account-vouched-for", updated);
        return ok(updated);
      });
    } catch (error) {
      return nameTakenOr(error);
    }
  }
}
