/**
 * A custom field in a SendGrid account, made and waited for until an export can fill it.
 *
 * Reads  : `destination`; the fields SendGrid has.
 * Writes : a field definition in SendGrid. Nothing is kept here.
 * Used by: the mutation `createSendGridField`.
 */
import {
  type CreateFieldFailure,
  createField,
  type NewField,
  type Result,
  type TargetField,
} from "@keruen/core";
import { systemClock } from "../../platform/clock/system-clock.ts";
import type { OpenAccess, OpenAccessFailure, SendGridAccess } from "./open-access.ts";

/** A person is waiting. */
const GIVE_UP_AFTER_MS = 20_000;

export class CreateSendGridField {
  constructor(
    private readonly openAccess: OpenAccess,
    private readonly usableAfterMs?: number,
  ) {}

  async execute(
    access: SendGridAccess,
    field: NewField,
  ): Promise<Result<TargetField, OpenAccessFailure | CreateFieldFailure>> {
    const account = await this.openAccess.execute(access);
    if (!account.ok) return account;
    return await createField(field, account.value.client, {
      clock: systemClock,
      random: Math.random,
      giveUpAfterMs: GIVE_UP_AFTER_MS,
      ...(this.usableAfterMs === undefined ? {} : { usableAfterMs: this.usableAfterMs }),
    });
  }
}
