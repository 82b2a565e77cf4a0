import type { DataSource } from "typeorm";
import { BecomeExportUser } from "./features/destinations/become-export-user.ts";
import { CreateDestination } from "./features/destinations/create-destination.ts";
import { CreateSendGridField } from "./features/destinations/create-sendgrid-field.ts";
import { DestinationResolver } from "./features/destinations/destination.resolver.ts";
import { OpenAccess } from "./features/destinations/open-access.ts";
import type { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { RemoveDestination } from "./features/destinations/remove-destination.ts";
import { SendGridAccountResolver } from "./features/destinations/sendgrid-account.resolver.ts";
import { UpdateDestination } from "./features/destinations/update-destination.ts";
import type { SecretBox } from "./platform/secrets/secret-box.ts";

export type DestinationParts = {
  readonly dataSource: DataSource;
  readonly openSendGrid: OpenSendGrid;
  readonly secrets: SecretBox;
  readonly fieldUsableAfterMs: number | undefined;
};

/** Every `new` of destinations, and of the accounts behind them. */
export function composeDestinations({
  dataSource,
  openSendGrid,
  secrets,
  fieldUsableAfterMs,
}: DestinationParts) {
  const openAccess = new OpenAccess(dataSource, openSendGrid);
  return [
    new DestinationResolver(
      dataSource,
      new CreateDestination(dataSource, openSendGrid, secrets),
      new UpdateDestination(dataSource, openSendGrid, secrets),
      new BecomeExportUser(dataSource),
      new RemoveDestination(dataSource),
    ),
    new SendGridAccountResolver(
      dataSource,
      openAccess,
      openSendGrid,
      new CreateSendGridField(openAccess, fieldUsableAfterMs),
    ),
  ] as const;
}
