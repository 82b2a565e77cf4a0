import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { SealedSecret } from "../../platform/secrets/secret-box.ts";
import type { AlertChannelKind, AlertKind, AlertLanguage } from "./alert-kind.ts";

/** Somewhere that alerts go to. */
@Entity({ name: "alert_channel" })
export class AlertChannelEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) kind!: AlertChannelKind;
  /** A webhook's URL. */
  @Column({ type: "text", nullable: true }) target!: string | null;
  /** Of e-mail, as is the language. */
  @Column({ type: "text", array: true }) addresses!: readonly string[];
  @Column({ type: "text", nullable: true }) language!: AlertLanguage | null;
  /** What a webhook is signed with. */
  @Column({ type: "jsonb", nullable: true }) sealedSecret!: SealedSecret | null;
  @Column({ type: "text", array: true }) alerts!: readonly AlertKind[];
  @Column({ type: "boolean", default: true }) isOn!: boolean;
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}

/** Where the secret of a channel opens, and nowhere else. */
export const placeOfSecret = (channelId: string) =>
  ({ table: "alert_channel", row: channelId, field: "sealed_secret" }) as const;
