import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { Rule } from "./rule/rule.ts";
import type { SegmentKind, SegmentState } from "./segment-state.ts";

/** A set of profiles; its members are in `segment_member`. */
@Entity({ name: "segment" })
export class SegmentEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) kind!: SegmentKind;
  /** Null for kind ALL. */
  @Column({ type: "jsonb", nullable: true }) rule!: Rule | null;
  @Column({ type: "text" }) state!: SegmentState;
  @Column({ type: "text", nullable: true }) failure!: string | null;
  @Column({ type: "integer", nullable: true }) memberCount!: number | null;
  @Column({ type: "timestamptz", nullable: true }) builtAt!: Date | null;
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}
