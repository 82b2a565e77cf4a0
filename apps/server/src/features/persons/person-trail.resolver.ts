import { Arg, Int, Query, Resolver } from "type-graphql";
import { type DataSource, In } from "typeorm";
import { pageSize } from "../../platform/database/keyset.ts";
import { InvalidInput, NotFound } from "../../platform/graphql/user-error.ts";
import type { ErasedAddresses } from "../erasure/erased-addresses.ts";
import { ErasureEntity } from "../erasure/erasure.entity.ts";
import { readProfiles } from "../profiles/read-profiles.ts";
import { matchesOfExports } from "./addresses-of.ts";
import { identifyPerson } from "./identify-person.ts";
import { PersonTrail, PersonTrailResult } from "./person-trail.graphql.ts";
import { readTrail } from "./read-trail.ts";
import { unreadablePerson } from "./unreadable-person.ts";

/** What people can look at. */
const MOST_PROFILES = 50;

@Resolver(() => PersonTrail)
export class PersonTrailResolver {
  constructor(
    private readonly dataSource: DataSource,
    private readonly erased: ErasedAddresses,
  ) {}

  @Query(() => PersonTrailResult, {
    description:
      "Why a person is on the list of each export, or is not; and what became of them in its last runs.",
  })
  async personTrail(
    @Arg("person", () => String, { description: "An e-mail address, or a profile's id." }) person: string,
    @Arg("first", () => Int, { defaultValue: 20, description: "Exports; up to 200." }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null = null,
    @Arg("runsOfEach", () => Int, { defaultValue: 5, description: "From 1 to 20." }) runsOfEach = 5,
  ): Promise<typeof PersonTrailResult> {
    const { manager } = this.dataSource;
    const identified = await identifyPerson(manager, person, await matchesOfExports(manager));
    if (!identified.ok) {
      const { code } = identified.failure;
      return code === "not-found" ? new NotFound(person) : new InvalidInput([unreadablePerson("person")]);
    }
    const { addresses, profiles } = identified.value;
    const erasureIds = [...(await this.erased.findAll(manager, addresses))];
    const erasures = await manager.find(ErasureEntity, {
      where: { id: In(erasureIds) },
      order: { requestedAt: "DESC" },
    });
    const ids = profiles.map(({ id }) => id);
    const trail = { first: pageSize(first), after, runsOfEach: Math.min(20, Math.max(1, runsOfEach)) };
    return Object.assign(new PersonTrail(), {
      ...{ addresses, erasures, runsOfEach: trail.runsOfEach },
      profiles: await readProfiles(manager, {
        ...{ where: "id = any($1::bigint[])", parameters: [ids], limit: MOST_PROFILES },
      }),
      exports: await readTrail(
        this.dataSource,
        { ...identified.value, isErased: erasures.length > 0 },
        trail,
      ),
    });
  }
}
