import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { SealedSecret } from "../../platform/secrets/secret-box.ts";
import type { AlertChannelKind, AlertKind } from "./alert-kind.ts";

/** Somewhere that alerts go to. */
@Entity({ name: "alert_channel" })
export class AlertChannelEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) kind!: AlertChannelKind;
  /** A URL. */
  @Column({ type: "text" }) target!: string;
  /** What a webhook is signed with. The table has room for channels that sign nothing. */
  @Column({ type: "jsonb", nullable: true }) sealedSecret!: SealedSecret | null;
  @Column({ type: "text", array: true }) alerts!: readonly AlertKind[];
  @Column({ type: "boolean", default: true }) isOn!: boolean;
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}

/** Where the secret of a channel opens, and nowhere else. */
export const placeOfSecret = (channelId: string) =>
  ({ table: "alert_channel", row: channelId, field: "sealed_secret" }) as const;
