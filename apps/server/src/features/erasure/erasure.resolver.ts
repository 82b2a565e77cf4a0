import { unreachable } from "@keruen/core";
import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { findById } from "../../platform/database/find-by-id.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import { UserEntity } from "../access/user.entity.ts";
import { User } from "../access/user.graphql.ts";
import { unreadablePerson } from "../persons/unreadable-person.ts";
import type { ErasePerson } from "./erase-person.ts";
import { ErasureEntity } from "./erasure.entity.ts";
import {
  ErasePersonResult,
  Erasure,
  ErasureConnection,
  ErasureDestination,
  ErasureNotDone,
  ErasureNotFailed,
  ErasureUnderWay,
  ReadmitPersonResult,
  RetryErasureResult,
} from "./erasure.graphql.ts";
import { ErasureDestinationEntity } from "./erasure-destination.entity.ts";
import { listErasures } from "./list-erasures.ts";
import type { ReadmitPerson } from "./readmit-person.ts";
import type { RetryErasure } from "./retry-erasure.ts";

@Resolver(() => Erasure)
export class ErasureResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly erasePersonUseCase: ErasePerson,
    private readonly retryErasureUseCase: RetryErasure,
    private readonly readmitPersonUseCase: ReadmitPerson,
  ) {}

  @Query(() => ErasureConnection, { description: "Newest first." })
  async erasures(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
  ): Promise<ErasureConnection> {
    return await listErasures(this.dataSource, first, after);
  }

  @Query(() => Erasure, { nullable: true })
  async erasure(@Arg("id", () => ID) id: string): Promise<Erasure | null> {
    return await findById(this.dataSource.manager, ErasureEntity, id);
  }

  @Mutation(() => ErasePersonResult, {
    description:
      "Erases everybody with this address: here, in every outcome, and in every connected SendGrid account. It cannot be undone. Files that hold them later are loaded without them.",
  })
  async erasePerson(
    @Arg("person", () => String, { description: "An e-mail address, or a profile's id." }) person: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof ErasePersonResult> {
    const begun = await this.erasePersonUseCase.execute(person, principal);
    if (begun.ok) return begun.value;
    switch (begun.failure.code) {
      case "unreadable":
        return new InvalidInput([unreadablePerson("person")]);
      case "not-found":
        return new NotFound(person);
      case "under-way":
        return new ErasureUnderWay(begun.failure.erasure);
      default:
        return unreachable(begun.failure);
    }
  }

  @Mutation(() => RetryErasureResult, {
    description: "Goes on with the accounts that are left of a FAILED one.",
  })
  async retryErasure(
    @Arg("erasureId", () => ID) erasureId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof RetryErasureResult> {
    const begun = await this.retryErasureUseCase.execute(erasureId, principal);
    if (begun.ok) return begun.value;
    switch (begun.failure.code) {
      case "not-found":
        return new NotFound(erasureId);
      case "not-failed":
        return new ErasureNotFailed(begun.failure.erasure);
      default:
        return unreachable(begun.failure);
    }
  }

  @Mutation(() => ReadmitPersonResult, {
    description: "Lets an erased person come in again, by files and runs. The proof stays.",
  })
  async readmitPerson(
    @Arg("erasureId", () => ID) erasureId: string,
    @Ctx() { principal }: Context,
  ): Promise<typeof ReadmitPersonResult> {
    const readmitted = await this.readmitPersonUseCase.execute(erasureId, principal);
    if (readmitted.ok) return readmitted.value;
    switch (readmitted.failure.code) {
      case "not-found":
        return new NotFound(erasureId);
      case "not-done":
        return new ErasureNotDone(readmitted.failure.erasure);
      default:
        return unreachable(readmitted.failure);
    }
  }

  @Subscription(() => Erasure, {
    description: "The erasure as it is now, then after every change, until it has ended.",
    subscribe: ({ args, context }: { args: { erasureId: string }; context: Context }) =>
      context.liveErasures.watch(args.erasureId),
  })
  erasureChanged(@Arg("erasureId", () => ID) _erasureId: string, @Root() erasure: Erasure): Erasure {
    return erasure;
  }

  @FieldResolver(() => Boolean, {
    description: "Files and runs leave the person out; until `readmitPerson`.",
  })
  async isKeptOut(@Root() { id }: ErasureEntity): Promise<boolean> {
    const [{ any }] = await this.dataSource.query(
      "select exists (select from erased_address where erasure_id = $1) as any",
      [id],
    );
    return any;
  }

  @FieldResolver(() => User, { nullable: true })
  async requestedBy(@Root() { requestedBy }: ErasureEntity): Promise<User | null> {
    return await findById(this.dataSource.manager, UserEntity, requestedBy);
  }

  @FieldResolver(() => [ErasureDestination], { description: "Every destination there was, by name." })
  async destinations(@Root() { id }: ErasureEntity): Promise<readonly ErasureDestination[]> {
    return await this.dataSource
      .getRepository(ErasureDestinationEntity)
      .find({ where: { erasureId: id }, order: { destinationName: "ASC", destinationId: "ASC" } });
  }
}
