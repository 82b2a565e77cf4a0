import { registerEnumType } from "type-graphql";
import type { DataSource } from "typeorm";
import { SourceEntity } from "../sources/source.entity.ts";

export const SampleDataState = { NOT_LOADED: "NOT_LOADED", LOADING: "LOADING", LOADED: "LOADED" } as const;
export type SampleDataState = keyof typeof SampleDataState;
registerEnumType(SampleDataState, { name: "SampleDataState" });

/** Whether the sandbox's sample data is there. After a failure it can be loaded again. */
export async function sampleDataState(dataSource: DataSource): Promise<SampleDataState> {
  const sample = await dataSource.getRepository(SourceEntity).findOneBy({ isSample: true });
  switch (sample?.state) {
    case "READY":
      return "LOADED";
    case "LOADING":
      return "LOADING";
    default:
      return "NOT_LOADED";
  }
}
