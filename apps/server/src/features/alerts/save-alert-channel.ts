/**
 * Where alerts go: a channel made or changed.
 *
 * Reads  : how many channels there are.
 * Writes : `alert_channel`, the audit log. What is on its way to a channel that is turned off is given up.
 * Used by: the mutations `createAlertChannel` and `updateAlertChannel`.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { fail, normaliseEmail, ok, type Result } from "@keruen/core";
import type { DataSource } from "typeorm";
import { findById } from "../../platform/database/find-by-id.ts";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import type { InputIssue } from "../../platform/graphql/user-error.ts";
import { Secret } from "../../platform/secrets/secret.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { AlertChannelEntity, placeOfSecret } from "./alert-channel.entity.ts";
import type { AlertChannelKind } from "./alert-kind.ts";
import type { AlertSettings } from "./alert-settings.ts";
import { type AlertChannelDraft, alertChannelIssues } from "./check-alert-channel.ts";

type Invalid = { readonly code: "invalid"; readonly issues: readonly InputIssue[] };
export type SaveAlertChannelFailure = Invalid | { readonly code: "not-found" };

/** Webhooks have a target, e-mail has addresses and a language; what is of the other kind is let be. */
type Reach = { readonly [Name in "target" | "addresses" | "language"]?: AlertChannelDraft[Name] | null };
export type NewAlertChannel = Pick<AlertChannelDraft, "name" | "kind" | "alerts"> & Reach;
/** What is left out stays as it is. */
export type AlertChannelChange = { readonly id: string } & {
  readonly [Name in "name" | "alerts"]?: AlertChannelDraft[Name] | null;
} & { readonly isOn?: boolean | null } & Reach;

/** The secret, of a webhook, is shown this once. */
export type CreatedAlertChannel = {
  readonly channel: AlertChannelEntity;
  readonly signingSecret: Secret | null;
};

type Parts = Readonly<Record<string, unknown>>;

const MAX_CHANNELS = 50;
const SECRET_BYTES = 32;

export class SaveAlertChannel {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
    private readonly settings: AlertSettings,
  ) {}

  async create(
    { name, kind, alerts, ...reach }: NewAlertChannel,
    principal: Principal,
  ): Promise<Result<CreatedAlertChannel, Invalid>> {
    const id = randomUUID();
    const signingSecret =
      kind === "WEBHOOK" ? new Secret(`whsec_${randomBytes(SECRET_BYTES).toString("base64url")}`) : null;
    const sealedSecret = signingSecret && this.secrets.seal(placeOfSecret(id), signingSecret);
    const created = { id, kind, sealedSecret, createdBy: principal.userId };
    const draft = { name, kind, alerts, ...reachOf(kind, reach) };
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
      ...reachOf(current.kind, {
        target: change.target ?? current.target,
        addresses: change.addresses ?? current.addresses,
        language: change.language ?? current.language,
      }),
      alerts: change.alerts ?? current.alerts,
    };
    const columns = { id, isOn: change.isOn ?? current.isOn };
    return await this.store(draft, columns, principal, (part) => (change as Parts)[part] != null);
  }

  /** @param isAsked - of what is wrong with other parts the change is not to blame: a channel can always be turned off. */
  private async store(
    draft: AlertChannelDraft,
    columns: Pick<AlertChannelEntity, "id"> & Partial<AlertChannelEntity>,
    principal: Principal,
    isAsked: (part: string) => boolean = () => true,
  ): Promise<Result<AlertChannelEntity, Invalid>> {
    const { id, createdBy, isOn } = columns;
    const tidy = { ...draft, name: draft.name.trim(), target: draft.target?.trim() ?? null };
    const issues = alertChannelIssues(tidy, this.settings).filter(({ path }) => isAsked(path.split(".")[0]!));
    if (issues.length > 0) return fail({ code: "invalid", issues });
    const addresses = onceEach(draft.addresses);
    const alerts = [...new Set(draft.alerts)].filter((alert) => alert !== "TEST").toSorted();
    const action = createdBy ? "alert-channel-created" : "alert-channel-updated";
    const saving = this.dataSource.transaction(async (db) => {
      if (createdBy && (await db.count(AlertChannelEntity)) >= MAX_CHANNELS)
        return fail({ code: "invalid", issues: [TOO_MANY] } as const);
      await db.save(AlertChannelEntity, { ...columns, ...tidy, addresses, alerts });
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

const reachOf = (kind: AlertChannelKind, { target, addresses, language }: Reach) => ({
  target: kind === "WEBHOOK" ? (target ?? "") : null,
  addresses: kind === "EMAIL" ? (addresses ?? []) : [],
  language: kind === "EMAIL" ? (language ?? "EN") : null,
});

/** In one spelling. They have been checked. */
const onceEach = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map(normaliseEmail).flatMap((address) => (address.ok ? [address.value] : []))),
];

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
