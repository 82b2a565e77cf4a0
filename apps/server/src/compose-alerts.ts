import type { Clock } from "@keruen/core";
import type { DataSource } from "typeorm";
import { AlertResolver } from "./features/alerts/alert.resolver.ts";
import type { AlertSettings } from "./features/alerts/alert-settings.ts";
import { DeliverAlerts } from "./features/alerts/deliver-alerts.ts";
import { RemoveAlertChannel } from "./features/alerts/remove-alert-channel.ts";
import { SaveAlertChannel } from "./features/alerts/save-alert-channel.ts";
import { SendAlert } from "./features/alerts/send-alert.ts";
import { TestAlertChannel } from "./features/alerts/test-alert-channel.ts";
import { Ticker } from "./platform/clock/ticker.ts";
import type { Logger } from "./platform/logging/logger.ts";
import type { SecretBox } from "./platform/secrets/secret-box.ts";

export type AlertParts = {
  readonly dataSource: DataSource;
  readonly secrets: SecretBox;
  readonly settings: AlertSettings;
  /** How often the outbox is looked at. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Every `new` of alerts: what people ask of them, and what sends them. */
export function composeAlerts({ dataSource, secrets, settings, everyMs, clock, logger }: AlertParts) {
  const send = new SendAlert(secrets, settings);
  const outbox = new DeliverAlerts(dataSource, send, settings, clock, logger);
  return {
    resolver: new AlertResolver(
      dataSource,
      new SaveAlertChannel(dataSource, secrets, settings),
      new RemoveAlertChannel(dataSource),
      new TestAlertChannel(dataSource),
    ),
    ticker: new Ticker("alerts", everyMs, (signal) => outbox.execute(signal), logger),
  };
}
