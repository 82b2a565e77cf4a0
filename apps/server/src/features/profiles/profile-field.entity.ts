import { Column, Entity, PrimaryColumn } from "typeorm";
import type { FieldType } from "./field-type.ts";

/** An attribute that the profiles of one source have, in the order of its file's columns. */
@Entity({ name: "profile_field" })
export class ProfileFieldEntity {
  @PrimaryColumn({ type: "uuid" }) sourceId!: string;
  @PrimaryColumn({ type: "text" }) name!: string;
  @Column({ type: "integer" }) position!: number;
  @Column({ type: "text" }) type!: FieldType;
  @Column({ type: "boolean" }) looksLikeEmail!: boolean;
}
