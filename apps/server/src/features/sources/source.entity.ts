import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { SourceState } from "./source-state.ts";

/** Where profiles come from: so far a file. Its profiles name it without a foreign key. */
@Entity({ name: "source" })
export class SourceEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) state!: SourceState;
  @Column({ type: "text", nullable: true }) failure!: string | null;
  @Column({ type: "uuid" }) fileId!: string;
  @Column({ type: "text" }) fileName!: string;
  @Column({ type: "text" }) idField!: string;
  @Column({ type: "text", nullable: true }) emailField!: string | null;
  /** The last line of the file that is a profile or a rejected line already. */
  @Column({ type: "bigint", default: 0 }) loadedLine!: number;
  @Column({ type: "integer", default: 0 }) profileCount!: number;
  @Column({ type: "integer", default: 0 }) rejectedLineCount!: number;
  /** Made of the sandbox's sample data. At most one is. */
  @Column({ type: "boolean", default: false }) isSample!: boolean;
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}
