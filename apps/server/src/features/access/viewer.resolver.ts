import { Ctx, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import type { Context } from "../../context.ts";
import { UserEntity } from "./user.entity.ts";
import { User } from "./user.graphql.ts";

@Resolver(() => User)
export class ViewerResolver {
  constructor(private readonly dataSource: DataSource) {}

  @Query(() => User)
  async viewer(@Ctx() { principal }: Context): Promise<User> {
    return await this.dataSource.getRepository(UserEntity).findOneByOrFail({ id: principal.userId });
  }
}
