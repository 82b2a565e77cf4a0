import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
} from "typeorm";
import { UserEntity } from "../access/user.entity.ts";

/** Who agreed to which text, for which destination. Outlives the destination; nothing deletes it. */
@Entity({ name: "consent" })
export class ConsentEntity {
  @PrimaryColumn({ type: "uuid" }) destinationId!: string;
  @Column({ type: "text" }) destinationName!: string;
  @Column({ type: "uuid" }) userId!: string;
  @ManyToOne(() => UserEntity, { eager: true }) @JoinColumn() user!: Relation<UserEntity>;
  @Column({ type: "text" }) textVersion!: string;
  @CreateDateColumn({ type: "timestamptz" }) agreedAt!: Date;
}
