/**
 * A SendGrid account, opened for use in its region. The key of a destination is unsealed here and nowhere else.
 *
 * Reads  : `destination`, the key ring.
 * Writes : through `noteKeyState`, whether SendGrid takes the key.
 * Used by: use cases that look into an account, and `ExportRunner`.
 */
import {
  type CallWatcher,
  createPacer,
  createSendGridClient,
  fail,
  ok,
  type Pacer,
  type Result,
  type SendGridClient,
  type Transport,
} from "@keruen/core";
import type { DataSource } from "typeorm";
import { systemClock } from "../../platform/clock/system-clock.ts";
import { isRowId } from "../../platform/database/row-id.ts";
import type { Secret } from "../../platform/secrets/secret.ts";
import type { Place, SecretBox } from "../../platform/secrets/secret-box.ts";
import type { PostgresPacing } from "../../platform/sendgrid/postgres-pacing.ts";
import { DestinationEntity } from "./destination.entity.ts";
import { noteKeyState } from "./note-key-state.ts";
import type { SendGridRegion } from "./sendgrid-region.ts";

/** SendGrid in one region. The transport takes a key to that address alone. */
export type SendGridHost = { readonly baseUrl: string; readonly transport: Transport };

/** Why a run may not use a destination. A person must act before it can. */
export type ExportUserFailure = {
  readonly code: "destination-removed" | "export-user-missing" | "export-user-disabled" | "key-unreadable";
  readonly message: string;
  readonly isFinal: true;
};

const failure = (code: ExportUserFailure["code"], message: string) =>
  fail<ExportUserFailure>({ code, message, isFinal: true });

/** Why nobody can look into a destination's account. */
export type OpenDestinationFailure =
  | { readonly code: "destination-not-found"; readonly id: string }
  /** Sealed with a key file that is not here. Whoever has the API key can give it again. */
  | { readonly code: "key-unreadable" };

/** Where a destination's key is sealed. */
export const placeOfKey = (destinationId: string): Place => ({
  table: "destination",
  row: destinationId,
  field: "sealed_api_key",
});

/** Longer than the transport's own limit, which says more of what went wrong; this one holds where that one does not. */
const TIME_LIMIT_MS = 150_000;

type OfRun = { readonly pacer?: Pacer; readonly watcher?: CallWatcher };

export class OpenSendGrid {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
    private readonly hosts: Readonly<Record<SendGridRegion, SendGridHost>>,
    private readonly pacing: PostgresPacing,
  ) {}

  /** For a key that a person has typed. */
  withKey(key: Secret, region: SendGridRegion): SendGridClient {
    return this.clientOf(this.hosts[region], () => key.reveal());
  }

  /** For a person who looks at a destination or changes it. */
  async ofDestination(destinationId: string): Promise<Result<SendGridClient, OpenDestinationFailure>> {
    const destination = await this.read(destinationId);
    if (!destination) return fail({ code: "destination-not-found", id: destinationId });
    if (!this.canOpenKey(destination)) return fail({ code: "key-unreadable" });
    return ok(this.unseal(destination));
  }

  /** For a run: acts with the rights of the destination's export user, and only while there is one. */
  async asExportUser(
    destinationId: string,
    watcher?: CallWatcher,
  ): Promise<Result<SendGridClient, ExportUserFailure>> {
    const destination = await this.read(destinationId);
    if (!destination) return failure("destination-removed", "The destination was removed. Set one up again.");
    const { name, exportUser } = destination;
    if (!exportUser)
      return failure(
        "export-user-missing",
        `Nobody is export user of "${name}". Add yourself there, then run again.`,
      );
    if (exportUser.disabledAt)
      return failure(
        "export-user-disabled",
        `The export user of "${name}" is disabled. Add yourself there instead, then run again.`,
      );
    if (!this.canOpenKey(destination))
      return failure(
        "key-unreadable",
        `The API key of "${name}" can no longer be opened: the key file is another one. Give the destination its key again, then run again.`,
      );
    return ok(this.unseal(destination, { pacer: this.pacerOf(destination), ...(watcher && { watcher }) }));
  }

  private canOpenKey({ id, sealedApiKey }: DestinationEntity): boolean {
    try {
      this.secrets.open(placeOfKey(id), sealedApiKey);
      return true;
    } catch {
      return false; // whatever it is, no later try can do better
    }
  }

  private async read(id: string): Promise<DestinationEntity | null> {
    if (!isRowId(id)) return null;
    return await this.dataSource
      .getRepository(DestinationEntity)
      .createQueryBuilder("destination")
      .addSelect("destination.sealedApiKey")
      .leftJoinAndSelect("destination.exportUser", "exportUser")
      .where({ id })
      .getOne();
  }

  /**
   * The key is read for each call: it may be replaced while a run is under way, and the old one revoked.
   *
   * @param ofRun - a run has time to wait; a person is told at once that SendGrid is busy.
   */
  private unseal(destination: DestinationEntity, ofRun: OfRun = {}): SendGridClient {
    const { baseUrl, transport } = this.hosts[destination.region];
    const host = { baseUrl, transport: noteKeyState(transport, this.dataSource.manager, destination) };
    const keyNow = async () => {
      const { id, sealedApiKey } = (await this.read(destination.id)) ?? destination;
      return this.secrets.open(placeOfKey(id), sealedApiKey).reveal();
    };
    return this.clientOf(host, keyNow, ofRun);
  }

  /** All runs with a key keep within its limits together, of whatever destination and on whatever process. */
  private pacerOf({ region, apiKeyId }: DestinationEntity): Pacer {
    const store = this.pacing.of(`${region} ${apiKeyId}`);
    return createPacer({ clock: systemClock, random: Math.random, store });
  }

  private clientOf(
    host: SendGridHost,
    apiKey: () => string | Promise<string>,
    ofRun: OfRun = {},
  ): SendGridClient {
    return createSendGridClient({
      ...host,
      apiKey,
      clock: systemClock,
      timeLimitMs: TIME_LIMIT_MS,
      ...ofRun,
    });
  }
}
