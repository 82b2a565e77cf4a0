import type { Match, Recurrence } from "@keruen/core";
import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { NotStarted } from "../schedules/not-started.ts";
import type { ScheduleKind } from "./schedule-kind.ts";
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
  /** The largest part of its deliveries that may leave a list in one run without somebody's approval, from 0 to 1. */
  @Column({ type: "double precision" }) maxRemovalShare!: number;
  /** The largest part of a run's people that may be rejected without an alert, from 0 to 1. */
  @Column({ type: "double precision" }) maxRejectedShare!: number;
  @Column({ type: "text", array: true }) suppressions!: readonly SuppressionKind[];
  @Column({ type: "jsonb" }) suppressionGroups!: readonly SuppressionGroupName[];
  @Column({ type: "text" }) scheduleKind!: ScheduleKind;
  /** Of a schedule of its own, as is `nextDueAt`. */
  @Column({ type: "jsonb", nullable: true }) recurrence!: Recurrence | null;
  @Column({ type: "timestamptz", nullable: true }) nextDueAt!: Date | null;
  @Column({ type: "jsonb", nullable: true }) notStarted!: NotStarted | null;
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}
