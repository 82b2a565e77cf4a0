/**
 * The outbox, emptied: each alert is sent until its channel takes it, at least once, always with the same id.
 *
 * Reads  : `alert_delivery` that are due.
 * Writes : how each attempt ended, and whom it has reached. Whoever takes a row has it to himself for a while; if he dies, another one sends it.
 * Used by: the ticker of every worker.
 */
import type { Clock } from "@keruen/core";
import { type DataSource, In } from "typeorm";
import { crashable } from "../../platform/crash-points/crash-points.ts";
import type { Logger } from "../../platform/logging/logger.ts";
import { AlertDeliveryEntity } from "./alert-delivery.entity.ts";
import type { AlertSettings } from "./alert-settings.ts";
import type { AlertAttempt, SendAlert } from "./send-alert.ts";

/** At the same time, in one process. */
const AT_ONCE = 8;
/** Twice what an attempt may take, and something for the database. */
const leaseMs = (timeLimitMs: number) => 2 * timeLimitMs + 10_000;
const PAUSE_MS = { first: 5_000, longest: 60 * 60_000 };

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
  }

  /** New ones before those that have failed: a channel that is down keeps no other one waiting. */
  private async take(): Promise<readonly AlertDeliveryEntity[]> {
    const now = this.clock.now();
    const { timeLimitMs, mail } = this.settings;
    const [rows] = await crashable("take-alerts", () =>
      this.dataSource.query(
        `update alert_delivery set attempt = attempt + 1, next_try_at =
         case (select kind from alert_channel where id = channel_id) when 'EMAIL' then $3 else $2 end::timestamptz
       where id in (
         select id from alert_delivery where state = 'PENDING' and next_try_at <= $1
         order by attempt, next_try_at limit ${AT_ONCE} for update skip locked)
       returning id`,
        [
          new Date(now),
          ...[timeLimitMs, mail?.timeLimitMs ?? 0].map((limitMs) => new Date(now + leaseMs(limitMs))),
        ],
      ),
    );
    const ids = rows.map(({ id }: { id: string }) => id);
    return await this.dataSource
      .getRepository(AlertDeliveryEntity)
      .find({ where: { id: In(ids) }, relations: { channel: true } });
  }

  private async deliver(delivery: AlertDeliveryEntity, signal: AbortSignal): Promise<void> {
    const attempt = await crashable("send-alert", () => this.send.execute(delivery, signal));
    await crashable("record-alert", () => this.record(delivery, attempt));
  }

  private async record(delivery: AlertDeliveryEntity, { failure, reached }: AlertAttempt): Promise<void> {
    const { id, attempt, createdAt, channelId } = delivery;
    const now = this.clock.now();
    const pause = Math.min(PAUSE_MS.longest, PAUSE_MS.first * 2 ** Math.min(attempt - 1, 16));
    const isLate = now + pause > createdAt.getTime() + this.settings.giveUpAfterMs;
    const isGivenUp = failure !== null && (failure.isFinal || isLate);
    const known = { reached: [...delivery.reached, ...reached], failureCode: failure?.code ?? null };
    const ended = { ...known, endedAt: new Date(now), nextTryAt: null };
    const still = { id, state: "PENDING" as const };
    const repository = this.dataSource.getRepository(AlertDeliveryEntity);
    if (failure === null) await repository.update(still, { ...ended, state: "DELIVERED" });
    else if (isGivenUp) await repository.update(still, { ...ended, state: "GIVEN_UP" });
    else await repository.update(still, { ...known, nextTryAt: new Date(now + pause) });
    if (isGivenUp)
      this.logger.error(
        { alertId: id, channelId, attempt, failureCode: known.failureCode },
        "an alert did not reach everybody, given up",
      );
  }
}
