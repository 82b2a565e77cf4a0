import type { Recurrence } from "@keruen/core";
import { Column, Entity, PrimaryColumn } from "typeorm";
import type { NotStarted } from "./not-started.ts";

/** The one row that says when sources and segments are refreshed. Off until somebody wants it. */
@Entity({ name: "refresh_schedule" })
export class RefreshScheduleEntity {
  @PrimaryColumn({ type: "boolean" }) id!: true;
  @Column({ type: "boolean" }) isOn!: boolean;
  /** Kept when it is turned off, to be offered again. */
  @Column({ type: "jsonb", nullable: true }) recurrence!: Recurrence | null;
  /** Null where it is off. */
  @Column({ type: "timestamptz", nullable: true }) nextDueAt!: Date | null;
  @Column({ type: "jsonb", nullable: true }) notStarted!: NotStarted | null;
  /** With whose rights it runs. */
  @Column({ type: "uuid", nullable: true }) updatedBy!: string | null;
}
