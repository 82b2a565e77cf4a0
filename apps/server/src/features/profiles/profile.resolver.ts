import { Arg, Int, Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import { pageSize } from "../../platform/database/keyset.ts";
import type { FindProfiles } from "./find-profiles.ts";
import { listProfileFields } from "./list-profile-fields.ts";
import { Profile, ProfileConnection, ProfileField } from "./profile.graphql.ts";

@Resolver(() => Profile)
export class ProfileResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly findProfiles: FindProfiles,
  ) {}

  @Query(() => [ProfileField])
  async profileFields(): Promise<readonly ProfileField[]> {
    return await listProfileFields(this.dataSource.manager);
  }

  @Query(() => ProfileConnection)
  async profiles(
    @Arg("first", () => Int, { defaultValue: 50 }) first: number,
    @Arg("after", () => String, { nullable: true }) after?: string | null,
    @Arg("search", () => String, { nullable: true }) search?: string | null,
  ): Promise<ProfileConnection> {
    return await this.findProfiles.execute(pageSize(first), after ?? null, search ?? "");
  }
}
