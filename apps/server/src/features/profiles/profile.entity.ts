import type { Attributes } from "@keruen/core";
import { Column, Entity, PrimaryColumn } from "typeorm";

/** A unified customer profile. Written by set-based SQL alone; read through here one by one. */
@Entity({ name: "profile" })
export class ProfileEntity {
  @PrimaryColumn({ type: "bigint" }) id!: number;
  @Column({ type: "uuid" }) sourceId!: string;
  /** The value of the source's id column. */
  @Column({ type: "text" }) key!: string;
  /** In lower case, for search; what is sent comes from the attributes. */
  @Column({ type: "text", nullable: true }) email!: string | null;
  /** An attribute that a profile does not have is absent, never null or blank. */
  @Column({ type: "jsonb" }) attributes!: Attributes;
}
