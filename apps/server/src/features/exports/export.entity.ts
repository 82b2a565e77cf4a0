import type { Match } from "@keruen/core";
import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { SuppressionGroupName, SuppressionKind } from "./suppression-kind.ts";
import type { SyncMode } from "./sync-mode.ts";

/** Destination, list, data matching; the segments are in `export_segment`. */
@Entity({ name: "export" })
export class ExportEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "uuid" }) destinationId!: string;
  @Column({ type: "text" }) listId!: string;
  @Column({ type: "text" }) listName!: string;
  @Column({ type: "jsonb" }) matching!: readonly Match[];
  @Column({ type: "text" }) syncMode!: SyncMode;
  @Column({ type: "text", array: true }) suppressions!: readonly SuppressionKind[];
  @Column({ type: "jsonb" }) suppressionGroups!: readonly SuppressionGroupName[];
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}
