import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  type Relation,
  VirtualColumn,
} from "typeorm";
import type { SealedSecret } from "../../platform/secrets/secret-box.ts";
import { UserEntity } from "../access/user.entity.ts";
import { ConsentEntity } from "./consent.entity.ts";
import type { DestinationState } from "./destination-state.ts";
import type { SendGridRegion } from "./sendgrid-region.ts";

/** A SendGrid account we may write to. */
@Entity({ name: "destination" })
export class DestinationEntity {
  @PrimaryColumn({ type: "uuid" }) id!: string;
  @Column({ type: "text" }) name!: string;
  @Column({ type: "text" }) state!: DestinationState;
  @Column({ type: "text" }) region!: SendGridRegion;
  /** The key's public middle part. */
  @Column({ type: "text" }) apiKeyId!: string;
  /** Opened by `OpenSendGrid` alone, which asks for it by name. */
  @Column({ type: "jsonb", select: false }) sealedApiKey!: SealedSecret;
  @Column({ type: "text", nullable: true }) defaultListId!: string | null;
  @Column({ type: "text", nullable: true }) defaultListName!: string | null;
  /** How many contacts the SendGrid contract allows: no endpoint tells it. Null where nobody has said. */
  @Column({ type: "integer", nullable: true }) contactLimit!: number | null;
  @Column({ type: "uuid", nullable: true }) exportUserId!: string | null;
  @ManyToOne(() => UserEntity, { eager: true }) @JoinColumn() exportUser!: Relation<UserEntity> | null;
  @OneToOne(() => ConsentEntity, { eager: true, createForeignKeyConstraints: false })
  @JoinColumn({ name: "id", referencedColumnName: "destinationId" })
  consent!: Relation<ConsentEntity>;
  @VirtualColumn({
    type: "integer",
    query: (destination) => `select count(*)::integer from export where destination_id = ${destination}.id`,
  })
  exportCount!: number;
  @Column({ type: "uuid" }) createdBy!: string;
  @CreateDateColumn({ type: "timestamptz" }) createdAt!: Date;

  /** The list offered first to a new export. */
  get defaultList(): { readonly id: string; readonly name: string } | null {
    if (this.defaultListId === null) return null;
    return { id: this.defaultListId, name: this.defaultListName ?? "" };
  }
}
