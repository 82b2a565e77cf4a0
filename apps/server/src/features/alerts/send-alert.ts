/**
 * One attempt to hand one alert to its channel.
 *
 * Reads  : the channel's secret.
 * Writes : nothing here: to the receiver.
 * Used by: `DeliverAlerts`.
 */
import { fail, type Result } from "@keruen/core";
import type { Secret } from "../../platform/secrets/secret.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import { postWebhook, type WebhookFailure } from "../../platform/webhooks/post-webhook.ts";
import { signWebhook } from "../../platform/webhooks/sign-webhook.ts";
import { type AlertChannelEntity, placeOfSecret } from "./alert-channel.entity.ts";
import type { AlertDeliveryEntity } from "./alert-delivery.entity.ts";
import { alertMessage } from "./alert-message.ts";
import type { AlertSettings } from "./alert-settings.ts";

/** A failure's code is stable; nothing of what the receiver said is in it. */
export type AlertFailure = WebhookFailure;

export class SendAlert {
  constructor(
    private readonly secrets: SecretBox,
    private readonly settings: AlertSettings,
  ) {}

  /** @throws when the process stops. */
  async execute(delivery: AlertDeliveryEntity, signal: AbortSignal): Promise<Result<void, AlertFailure>> {
    return await this.toWebhook(delivery, signal);
  }

  private async toWebhook(
    delivery: AlertDeliveryEntity,
    signal: AbortSignal,
  ): Promise<Result<void, AlertFailure>> {
    const { channel, id } = delivery;
    const { consoleUrl, mayBePrivate, timeLimitMs } = this.settings;
    const secret = this.secretOf(channel);
    if (secret === null) return fail({ code: "secret-unreadable" });
    const body = JSON.stringify(alertMessage(delivery, consoleUrl));
    const headers = {
      "user-agent": "Keruen",
      "keruen-alert-id": id,
      "keruen-signature": signWebhook(secret, new Date(), body),
    };
    return await postWebhook({ url: channel.target, body, headers, timeLimitMs, mayBePrivate, signal });
  }

  /** Null where the key file no longer opens it. */
  private secretOf({ id, sealedSecret }: AlertChannelEntity): Secret | null {
    try {
      return sealedSecret && this.secrets.open(placeOfSecret(id), sealedSecret);
    } catch {
      return null;
    }
  }
}
