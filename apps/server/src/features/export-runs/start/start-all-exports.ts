/**
 * Starts every export that has an active schedule, now; those of one list after each other, as ever.
 *
 * Reads  : exports that are not off, a page at a time.
 * Writes : what `StartExport` writes, each export by itself.
 * Used by: the mutation `startAllExports`.
 */
import type { DataSource } from "typeorm";
import type { Principal } from "../../access/principal.ts";
import { ExportEntity } from "../../exports/export.entity.ts";
import type { ExportRunEntity } from "../export-run.entity.ts";
import type { StartExport, StartExportFailure } from "./start-export.ts";

export type StartedAll = {
  readonly started: readonly ExportRunEntity[];
  readonly notStarted: readonly { readonly export: ExportEntity; readonly failure: StartExportFailure }[];
};

const PAGE = 200;

export class StartAllExports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly startExport: StartExport,
  ) {}

  /** One that cannot be started holds up none of the others. */
  async execute(principal: Principal): Promise<StartedAll> {
    const [started, notStarted]: [ExportRunEntity[], StartedAll["notStarted"][number][]] = [[], []];
    for (let page = await this.pageAfter(null); page.length > 0; page = await this.pageAfter(page.at(-1)!.id))
      for (const scheduled of page) {
        const run = await this.startExport.execute(scheduled.id, principal);
        if (run.ok) started.push(run.value);
        else if (run.failure.code !== "not-found")
          notStarted.push({ export: scheduled, failure: run.failure });
      }
    return { started, notStarted };
  }

  private async pageAfter(id: string | null): Promise<readonly ExportEntity[]> {
    const page = this.dataSource
      .getRepository(ExportEntity)
      .createQueryBuilder("export")
      .where("export.scheduleKind <> 'OFF'")
      .orderBy("export.id")
      .limit(PAGE);
    if (id !== null) page.andWhere("export.id > :id", { id });
    return await page.getMany();
  }
}
