/**
 * Where alerts go: a channel made or changed.
 *
 * Reads  : how many channels there are.
 * Writes : `alert_channel`, the audit log. What is on its way to a channel that is turned off is given up.
 * Used by: the mutations `createAlertChannel` and `updateAlertChannel`.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { Secret } from "../../platform/secrets/secret.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { AlertChannelEntity, placeOfSecret } from "./alert-channel.entity.ts";
import type { AlertSettings } from "./alert-settings.ts";
import { type AlertChannelDraft, alertChannelIssues } from "./check-alert-channel.ts";

type Invalid = { readonly code: "invalid"; readonly issues: readonly InputIssue[] };
export type SaveAlertChannelFailure = Invalid | { readonly code: "not-found" };

/** What is left out stays as it is. */
export type AlertChannelChange = { readonly id: string } & {
  readonly [Name in "name" | "target" | "alerts"]?: AlertChannelDraft[Name] | null;
} & { readonly isOn?: boolean | null };

/** The secret is shown this once. */
export type CreatedAlertChannel = {
  readonly channel: AlertChannelEntity;
  readonly signingSecret: Secret;
};

const MAX_CHANNELS = 50;
const SECRET_BYTES = 32;

export class SaveAlertChannel {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
    private readonly settings: AlertSettings,
  ) {}

  async create(
    draft: AlertChannelDraft,
    principal: Principal,
  ): Promise<Result<CreatedAlertChannel, Invalid>> {
    const { kind } = draft;
    const id = randomUUID();
    const signingSecret = new Secret(`whsec_${randomBytes(SECRET_BYTES).toString("base64url")}`);
    const sealedSecret = this.secrets.seal(placeOfSecret(id), signingSecret);
    const created = { id, kind, sealedSecret, createdBy: principal.userId };
    const saved = await this.store(draft, created, principal);
    return saved.ok ? ok({ channel: saved.value, signingSecret }) : saved;
  }

  async update(
    { id, ...change }: AlertChannelChange,
    principal: Principal,
  ): Promise<Result<AlertChannelEntity, SaveAlertChannelFailure>> {
    const current = await findById(this.dataSource.manager, AlertChannelEntity, id);
    if (!current) return fail({ code: "not-found" });
    const draft = {
      kind: current.kind,
      name: change.name ?? current.name,
      target: change.target ?? current.target,
      alerts: change.alerts ?? current.alerts,
    };
    return await this.store(draft, { id, isOn: change.isOn ?? current.isOn }, principal);
  }

  private async store(
    draft: AlertChannelDraft,
    columns: Pick<AlertChannelEntity, "id"> & Partial<AlertChannelEntity>,
    principal: Principal,
  ): Promise<Result<AlertChannelEntity, Invalid>> {
    const { id, createdBy, isOn } = columns;
    const tidy = { ...draft, name: draft.name.trim(), target: draft.target.trim() };
    const issues = alertChannelIssues(tidy, this.settings);
    if (issues.length > 0) return fail({ code: "invalid", issues });
    const alerts = [...new Set(draft.alerts)].filter((alert) => alert !== "TEST").toSorted();
    const action = createdBy ? "alert-channel-created" : "alert-channel-updated";
    const saving = this.dataSource.transaction(async (db) => {
      if (createdBy && (await db.count(AlertChannelEntity)) >= MAX_CHANNELS)
        return fail({ code: "invalid", issues: [TOO_MANY] } as const);
      await db.save(AlertChannelEntity, { ...columns, ...tidy, alerts });
      if (isOn === false) await db.query(GIVE_UP, [id]);
      await audit(db, principal, action, { id, name: tidy.name });
      return ok(await db.findOneByOrFail(AlertChannelEntity, { id }));
    });
    return await saving.catch((error) => {
      if (!isUniqueViolation(error, "alert_channel_name")) throw error;
      return fail({ code: "invalid", issues: [NAME_TAKEN] } as const);
    });
  }
}

const GIVE_UP = `
  update alert_delivery set state = 'GIVEN_UP', ended_at = now(), next_try_at = null, failure_code = 'channel-off'
  where channel_id = $1 and state = 'PENDING'`;

const NAME_TAKEN = {
  path: "name",
  code: "name-taken",
  message: "Another channel has this name. Choose another one.",
};
const TOO_MANY = {
  path: "name",
  code: "too-many-channels",
  message: `There may be at most ${MAX_CHANNELS} channels. Remove one first.`,
};
