import { Column, Entity, PrimaryColumn } from "typeorm";
import type { ErasureDestinationState } from "./erasure-state.ts";

/** What became of the person in one SendGrid account. It outlives the destination. */
@Entity({ name: "erasure_destination" })
export class ErasureDestinationEntity {
  @PrimaryColumn({ type: "uuid" }) erasureId!: string;
  @PrimaryColumn({ type: "uuid" }) destinationId!: string;
  @Column({ type: "text" }) destinationName!: string;
  @Column({ type: "text" }) state!: ErasureDestinationState;
  /** Contacts that SendGrid was asked to delete. */
  @Column({ type: "integer" }) contactCount!: number;
  /** SendGrid's own; null while it has not answered, where nobody was found, and where a process died before it was stored. */
  @Column({ type: "text", nullable: true }) jobId!: string | null;
  /** When SendGrid was first asked to delete. */
  @Column({ type: "timestamptz", nullable: true }) askedAt!: Date | null;
  @Column({ type: "text", nullable: true }) code!: string | null;
  @Column({ type: "text", nullable: true }) message!: string | null;
  @Column({ type: "timestamptz", nullable: true }) endedAt!: Date | null;
}
