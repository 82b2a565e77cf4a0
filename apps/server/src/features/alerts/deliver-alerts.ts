/**
 * The outbox, emptied: each alert is sent until its channel takes it, at least once, always with the same id.
 *
 * Reads  : `alert_delivery` that are due.
 * Writes : how each attempt ended. Whoever takes a row has it to himself for a while; if he dies, another one sends it.
 * Used by: the ticker of every worker.
 */
import type { Clock } from "@keruen/core";
import { type DataSource, In } from "typeorm";
import type { Logger } from "../../platform/logging/logger.ts";
import { AlertDeliveryEntity } from "./alert-delivery.entity.ts";
import type { AlertSettings } from "./alert-settings.ts";
import type { AlertFailure, SendAlert } from "./send-alert.ts";

/** At the same time, in one process. */
const AT_ONCE = 8;
/** Twice what an attempt may take, and something for the database. */
const leaseMs = ({ timeLimitMs }: AlertSettings) => 2 * timeLimitMs + 10_000;
const PAUSE_MS = { first: 5_000, longest: 60 * 60_000 };
const KEPT_MS = 90 * 24 * 60 * 60_000;

export class DeliverAlerts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly send: Pick<SendAlert, "execute">,
    private readonly settings: AlertSettings,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Everything that is due now. @throws when the process stops: what it was about to send is sent by another one. */
  async execute(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const due = await this.take();
      const turns = await Promise.allSettled(due.map((delivery) => this.deliver(delivery, signal)));
      const broken = turns.find((turn) => turn.status === "rejected");
      if (broken) throw broken.reason;
      if (due.length < AT_ONCE) break;
    }
    await this.forgetOld();
  }

  /** New ones before those that have failed: a channel that is down keeps no other one waiting. */
  private async take(): Promise<readonly AlertDeliveryEntity[]> {
    const now = this.clock.now();
    const [rows] = await this.dataSource.query(
      `update alert_delivery set attempt = attempt + 1, next_try_at = $2
       where id in (
         select id from alert_delivery where state = 'PENDING' and next_try_at <= $1
         order by attempt, next_try_at limit ${AT_ONCE} for update skip locked)
       returning id`,
      [new Date(now), new Date(now + leaseMs(this.settings))],
    );
    const ids = rows.map(({ id }: { id: string }) => id);
    return await this.dataSource
      .getRepository(AlertDeliveryEntity)
      .find({ where: { id: In(ids) }, relations: { channel: true } });
  }

  private async deliver(delivery: AlertDeliveryEntity, signal: AbortSignal): Promise<void> {
    const sent = await this.send.execute(delivery, signal);
    await this.record(delivery, sent.ok ? null : sent.failure);
  }

  private async record(
    { id, attempt, createdAt, channelId }: AlertDeliveryEntity,
    failure: AlertFailure | null,
  ): Promise<void> {
    const now = this.clock.now();
    const pause = Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** Math.min(attempt - 1, 16));
    const isLate = now + pause > createdAt.getTime() + this.settings.giveUpAfterMs;
    const failureCode = failure?.code ?? null;
    const ended = { endedAt: new Date(now), nextTryAt: null, failureCode };
    const still = { id, state: "PENDING" as const };
    const repository = this.dataSource.getRepository(AlertDeliveryEntity);
    if (failure === null) await repository.update(still, { ...ended, state: "DELIVERED" });
    else if (isLate) await repository.update(still, { ...ended, state: "GIVEN_UP" });
    else await repository.update(still, { failureCode, nextTryAt: new Date(now + pause) });
    if (failure !== null && isLate)
      this.logger.error(
        { alertId: id, channelId, attempt, failureCode },
        "an alert reached nobody, given up",
      );
  }

  /** In portions: a history of years is not deleted at once. */
  private async forgetOld(): Promise<void> {
    await this.dataSource.query(
      "delete from alert_delivery where id in (select id from alert_delivery where ended_at < $1 limit 1000)",
      [new Date(this.clock.now() - KEPT_MS)],
    );
  }
}
