import { Column, Entity, PrimaryColumn } from "typeorm";
import type { SealedSecret } from "../../platform/secrets/secret-box.ts";
import type { ErasureState } from "./erasure-state.ts";

/** One row per erasure: the proof. What names the person is sealed, and gone when it is done. */
@Entity({ name: "erasure" })
export class ErasureEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) state!: ErasureState;
  /** Of their address, keyed; who has the key file can tell whether it was this person. */
  @Column({ type: "text" }) personHash!: string;
  @Column({ type: "jsonb", nullable: true, select: false }) sealedPerson!: SealedSecret | null;
  @Column({ type: "uuid" }) requestedBy!: string;
  @Column({ type: "timestamptz" }) requestedAt!: Date;
  @Column({ type: "uuid", nullable: true }) waitingForRunId!: string | null;
  @Column({ type: "integer" }) attempt!: number;
  @Column({ type: "timestamptz", nullable: true }) nextTryAt!: Date | null;
  @Column({ type: "integer" }) profileCount!: number;
  /** Segments that they were taken out of. */
  @Column({ type: "integer" }) segmentCount!: number;
  /** Runs that keep an outcome of theirs, without them. */
  @Column({ type: "integer" }) runCount!: number;
  @Column({ type: "integer" }) deliveryCount!: number;
  /** Rows of files that were passed over since, because they were theirs. */
  @Column({ type: "integer" }) stagedRowCount!: number;
  /** Runs of theirs to destinations that have been removed: nobody here can reach those accounts. */
  @Column({ type: "integer" }) unreachableRunCount!: number;
  @Column({ type: "timestamptz", nullable: true }) endedAt!: Date | null;
}
