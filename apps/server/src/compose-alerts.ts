import type { DataSource } from "typeorm";
import { AlertResolver } from "./features/alerts/alert.resolver.ts";
import type { AlertSettings } from "./features/alerts/alert-settings.ts";
import { RemoveAlertChannel } from "./features/alerts/remove-alert-channel.ts";
import { SaveAlertChannel } from "./features/alerts/save-alert-channel.ts";
import { TestAlertChannel } from "./features/alerts/test-alert-channel.ts";
import type { SecretBox } from "./platform/secrets/secret-box.ts";

export type AlertParts = {
  readonly dataSource: DataSource;
  readonly secrets: SecretBox;
  readonly settings: AlertSettings;
};

/** Every `new` of what people ask of alerts. */
export const composeAlerts = ({ dataSource, secrets, settings }: AlertParts) =>
  new AlertResolver(
    dataSource,
    new SaveAlertChannel(dataSource, secrets, settings),
    new RemoveAlertChannel(dataSource),
    new TestAlertChannel(dataSource),
  );
