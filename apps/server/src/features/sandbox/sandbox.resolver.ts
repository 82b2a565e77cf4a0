import { Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import type { LoadSampleData } from "./load-sample-data.ts";
import { LoadSampleDataResult, SandboxOnly } from "./sandbox.graphql.ts";

@Resolver()
export class SandboxResolver {
  /** @param loadSampleDataUseCase - null: this is no sandbox. */
  constructor(private readonly loadSampleDataUseCase: LoadSampleData | null) {}

  @Mutation(() => LoadSampleDataResult)
  async loadSampleData(@Ctx() { principal }: Context): Promise<typeof LoadSampleDataResult> {
    if (this.loadSampleDataUseCase === null) return new SandboxOnly();
    return await this.loadSampleDataUseCase.execute(principal);
  }
}
