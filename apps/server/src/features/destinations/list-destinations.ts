import type { DataSource } from "typeorm";
import { decodeCursor, type Page, pageOf, pageSize } from "../../platform/database/keyset.ts";
import { DestinationEntity } from "./destination.entity.ts";

/** Destinations by name, upper and lower case as one. */
export async function listDestinations(
  dataSource: DataSource,
  first: number,
  after: string | null,
): Promise<Page<DestinationEntity> & { totalCount: number }> {
  const size = pageSize(first);
  const destinations = dataSource.getRepository(DestinationEntity);
  const page = destinations
    .createQueryBuilder("destination")
    .leftJoinAndSelect("destination.exportUser", "exportUser")
    .leftJoinAndSelect("destination.consent", "consent")
    .leftJoinAndSelect("consent.user", "consentUser")
    .orderBy("lower(destination.name)")
    .limit(size + 1);
  if (after !== null)
    page.where("lower(destination.name) > lower(:name)", { name: decodeCursor(after, 1)[0] });
  return {
    ...pageOf(await page.getMany(), size, ({ name }) => [name]),
    totalCount: await destinations.count(),
  };
}
