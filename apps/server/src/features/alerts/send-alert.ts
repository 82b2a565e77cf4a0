/**
 * One attempt to hand one alert to its channel.
 *
 * Reads  : the channel's secret.
 * Writes : nothing here: to the receiver.
 * Used by: `DeliverAlerts`.
 */
import type { Secret } from "../../platform/secrets/secret.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import { postWebhook } from "../../platform/webhooks/post-webhook.ts";
import { signWebhook } from "../../platform/webhooks/sign-webhook.ts";
import { type AlertChannelEntity, placeOfSecret } from "./alert-channel.entity.ts";
import type { AlertDeliveryEntity } from "./alert-delivery.entity.ts";
import { alertMail } from "./alert-mail.ts";
import { alertMessage } from "./alert-message.ts";
import type { AlertSettings } from "./alert-settings.ts";

/** A failure's code is stable; nothing of what the receiver said is in it. Final: it would be refused again. */
export type AlertFailure = { readonly code: string; readonly isFinal: boolean };

export type AlertAttempt = {
  /** Addresses whose server has taken it this time. */
  readonly reached: readonly string[];
  /** Null: everybody has it. */
  readonly failure: AlertFailure | null;
};

const failed = (code: string): AlertAttempt => ({ reached: [], failure: { code, isFinal: false } });
const taken: AlertAttempt = { reached: [], failure: null };

export class SendAlert {
  constructor(
    private readonly secrets: SecretBox,
    private readonly settings: AlertSettings,
  ) {}

  /** @throws when the process stops. */
  async execute(delivery: AlertDeliveryEntity, signal: AbortSignal): Promise<AlertAttempt> {
    const { kind } = delivery.channel;
    return kind === "EMAIL" ? await this.byMail(delivery, signal) : await this.toWebhook(delivery, signal);
  }

  private async byMail(delivery: AlertDeliveryEntity, signal: AbortSignal): Promise<AlertAttempt> {
    const { mail, consoleUrl } = this.settings;
    if (mail === null) return failed("mail-not-set-up");
    const recipients = delivery.channel.addresses.filter((address) => !delivery.reached.includes(address));
    if (recipients.length === 0) return taken;
    const { server, from, timeLimitMs } = mail;
    const { sendMail } = await import("../../platform/mail/send-mail.ts"); // a tenth of what it takes to start; most send none
    return await sendMail(server, alertMail(delivery, { from, consoleUrl }), {
      ...{ recipients, timeLimitMs, signal },
    });
  }

  private async toWebhook(delivery: AlertDeliveryEntity, signal: AbortSignal): Promise<AlertAttempt> {
    const { channel, id } = delivery;
    const { consoleUrl, mayBePrivate, timeLimitMs } = this.settings;
    const secret = this.secretOf(channel);
    if (secret === null || channel.target === null) return failed("secret-unreadable");
    const body = JSON.stringify(alertMessage(delivery, consoleUrl));
    const headers = {
      "user-agent": "Keruen",
      "keruen-alert-id": id,
      "keruen-signature": signWebhook(secret, new Date(), body),
    };
    const request = { url: channel.target, body, headers, timeLimitMs, mayBePrivate, signal };
    const posted = await postWebhook(request);
    return posted.ok ? taken : failed(posted.failure.code);
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
