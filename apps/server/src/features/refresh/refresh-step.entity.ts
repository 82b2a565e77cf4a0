import { Column, Entity, PrimaryColumn } from "typeorm";
import type { RefreshStepKind, RefreshStepState } from "./refresh-state.ts";

/** One source, segment or export of a refresh, in the order in which they are done. */
@Entity({ name: "refresh_step" })
export class RefreshStepEntity {
  @PrimaryColumn({ type: "uuid" }) refreshId!: string;
  @PrimaryColumn({ type: "integer" }) position!: number;
  @Column({ type: "text" }) kind!: RefreshStepKind;
  @Column({ type: "uuid" }) subjectId!: string;
  /** As it was called when the refresh began. */
  @Column({ type: "text" }) subjectName!: string;
  @Column({ type: "text" }) state!: RefreshStepState;
  @Column({ type: "timestamptz" }) stateSince!: Date;
  @Column({ type: "text", nullable: true }) code!: string | null;
  @Column({ type: "text", nullable: true }) message!: string | null;
  /** Profiles of a source, members of a segment, people of a run; null where nothing is counted. */
  @Column({ type: "integer", nullable: true }) doneCount!: number | null;
  @Column({ type: "integer", nullable: true }) totalCount!: number | null;
  /** How often it was tried and broke off with an error that nobody expected. */
  @Column({ type: "integer" }) tries!: number;
  /** Of an export, once it has been started. */
  @Column({ type: "uuid", nullable: true }) runId!: string | null;
}
