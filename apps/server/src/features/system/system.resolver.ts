import { readFileSync } from "node:fs";
import { Query, Resolver } from "type-graphql";
import type { DataSource } from "typeorm";
import { sampleDataState } from "../sandbox/sample-data-state.ts";
import { readSandboxKeys } from "./read-sandbox-keys.ts";
import { type Sandbox, SystemInfo } from "./system.graphql.ts";

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

@Resolver(() => SystemInfo)
export class SystemResolver {
  /**
   * @param sandboxUrl - where the simulator is; null: this is no sandbox.
   * @param mailFrom - null: no mail server is set up.
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly sandboxUrl: string | null,
    private readonly mailFrom: string | null,
  ) {}

  @Query(() => SystemInfo)
  async system(): Promise<SystemInfo> {
    const sandbox = this.sandboxUrl === null ? null : await this.sandbox(this.sandboxUrl);
    return { version, mailFrom: this.mailFrom, sandbox };
  }

  private async sandbox(sendGridUrl: string): Promise<Sandbox> {
    const [keys, sampleData] = await Promise.all([
      readSandboxKeys(sendGridUrl),
      sampleDataState(this.dataSource),
    ]);
    return { sendGridUrl, keys, sampleData };
  }
}
