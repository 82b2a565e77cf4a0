import { Column, Entity, PrimaryColumn } from "typeorm";

@Entity({ name: "app_user" })
export class UserEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "timestamptz", nullable: true }) disabledAt!: Date | null;
}
