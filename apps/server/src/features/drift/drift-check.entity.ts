import { Column, Entity, PrimaryColumn } from "typeorm";
import type { DriftCheckState } from "./drift-check-state.ts";

/** One row per check of an export's list. `state` only moves forward, except that an attempt may begin to read again. */
@Entity({ name: "drift_check" })
export class DriftCheckEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "uuid" }) exportId!: string;
  @Column({ type: "text" }) listId!: string;
  @Column({ type: "text" }) listName!: string;
  @Column({ type: "text" }) state!: DriftCheckState;
  @Column({ type: "timestamptz" }) stateSince!: Date;
  /** People; all null until everybody has been compared. */
  @Column({ type: "integer", nullable: true }) memberCount!: number | null;
  @Column({ type: "integer", nullable: true }) recordedCount!: number | null;
  @Column({ type: "integer", nullable: true }) missingCount!: number | null;
  @Column({ type: "integer", nullable: true }) claimedCount!: number | null;
  @Column({ type: "integer", nullable: true }) foreignCount!: number | null;
  /** Whose rows are written: an earlier attempt that wakes up writes no more. */
  @Column({ type: "integer" }) attempt!: number;
  @Column({ type: "timestamptz", nullable: true }) nextTryAt!: Date | null;
  @Column({ type: "text", nullable: true }) failureCode!: string | null;
  @Column({ type: "text", nullable: true }) failureMessage!: string | null;
  /** The run that was last started to send the missing again. */
  @Column({ type: "uuid", nullable: true }) repairRunId!: string | null;
  @Column({ type: "uuid" }) startedBy!: string;
  @Column({ type: "timestamptz" }) queuedAt!: Date;
  /** When the attempt began that it is at. */
  @Column({ type: "timestamptz", nullable: true }) readingAt!: Date | null;
  @Column({ type: "timestamptz", nullable: true }) endedAt!: Date | null;
}
