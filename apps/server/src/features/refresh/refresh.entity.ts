import { Column, Entity, PrimaryColumn } from "typeorm";
import type { RefreshState, RefreshTrigger } from "./refresh-state.ts";

/** One row per refresh; what it does is in `refresh_step`. */
@Entity({ name: "refresh" })
export class RefreshEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) state!: RefreshState;
  @Column({ type: "text" }) trigger!: RefreshTrigger;
  /** When the schedule that started it was due. */
  @Column({ type: "timestamptz", nullable: true }) dueAt!: Date | null;
  @Column({ type: "uuid" }) startedBy!: string;
  @Column({ type: "timestamptz" }) startedAt!: Date;
  @Column({ type: "timestamptz", nullable: true }) cancelRequestedAt!: Date | null;
  @Column({ type: "uuid", nullable: true }) cancelRequestedBy!: string | null;
  @Column({ type: "timestamptz", nullable: true }) endedAt!: Date | null;
}
