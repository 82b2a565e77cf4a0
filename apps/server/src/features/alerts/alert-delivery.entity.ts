import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from "typeorm";
import { AlertChannelEntity } from "./alert-channel.entity.ts";
import type { AlertDeliveryState, AlertKind } from "./alert-kind.ts";

/** What an alert says of its run: names of ours, codes and counts; nothing of anybody in it. Of a test, nothing at all. */
export type AlertFacts = {
  readonly run?: {
    readonly id: string;
    readonly state: string;
    readonly failureCode: string | null;
    readonly approvalCode: string | null;
  };
  readonly export?: { readonly id: string | null; readonly name: string };
  readonly counts?: Readonly<Record<string, number | null>>;
};

/** One alert on its way to one channel. Its id stays the same however often it is sent. */
@Entity({ name: "alert_delivery" })
export class AlertDeliveryEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "uuid" }) channelId!: string;
  @ManyToOne(() => AlertChannelEntity)
  @JoinColumn({ name: "channel_id" })
  channel!: Relation<AlertChannelEntity>;
  @Column({ type: "text" }) kind!: AlertKind;
  @Column({ type: "uuid", nullable: true }) runId!: string | null;
  @Column({ type: "jsonb" }) facts!: AlertFacts;
  @Column({ type: "text" }) state!: AlertDeliveryState;
  @Column({ type: "integer" }) attempt!: number;
  /** While it is pending; whoever sends it has it to himself until then. */
  @Column({ type: "timestamptz", nullable: true }) nextTryAt!: Date | null;
  /** Whose mail server has taken it: they get it no second time when it is tried again for others. */
  @Column({ type: "text", array: true }) reached!: readonly string[];
  /** Why the last attempt came to nothing, or did not reach everybody. */
  @Column({ type: "text", nullable: true }) failureCode!: string | null;
  @Column({ type: "timestamptz" }) createdAt!: Date;
  @Column({ type: "timestamptz", nullable: true }) endedAt!: Date | null;
}
