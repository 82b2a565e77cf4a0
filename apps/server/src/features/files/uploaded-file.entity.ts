import { Column, CreateDateColumn, Entity, PrimaryColumn } from "typeorm";
import type { FieldType } from "../profiles/field-type.ts";

/** A file that has been taken in and waits to become a source. Its rows are in `staging.file_<id>`. */
@Entity({ name: "uploaded_file" })
export class UploadedFileEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) format!: "csv" | "ndjson";
  @Column({ type: "bigint" }) sizeBytes!: number;
  @Column({ type: "integer" }) rowCount!: number;
  @Column({ type: "integer" }) rejectedLineCount!: number;
  @Column({ type: "jsonb" }) columns!: readonly StoredColumn[];
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;
}

/** No samples: values of people are kept in one place, the rows. */
export type StoredColumn = {
  readonly name: string;
  readonly type: FieldType;
  readonly looksLikeEmail: boolean;
};

/** Name of the table that holds the file's rows. Ids are our own UUIDs, so it is safe inside SQL. */
export const stagingTable = (fileId: string): string => `staging."file_${fileId}"`;
