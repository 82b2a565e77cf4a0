/**
 * The sandbox's customers, brought in the way anybody's are: a file, a source, segments.
 *
 * Reads  : `@keruen/sample-customers`.
 * Writes : what `StoreFile`, `CreateSource` and `SaveSegment` write. A second time it changes nothing.
 * Used by: the mutation `loadSampleData`.
 */
import { customersCsv, SAMPLE_SEGMENTS } from "@keruen/sample-customers";
import type { DataSource, EntityManager } from "typeorm";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import type { Principal } from "../access/principal.ts";
import type { StoreFile } from "../files/store-file.ts";
import type { SaveSegment } from "../segments/save-segment.ts";
import type { CreateSource } from "../sources/create-source.ts";
import type { RemoveSource } from "../sources/remove-source.ts";
import { SourceEntity } from "../sources/source.entity.ts";

const FILE_NAME = "sample-customers.csv";
const NAME = "Sample customers";

export class LoadSampleData {
  private loading: Promise<SourceEntity> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly storeFile: StoreFile,
    private readonly createSource: CreateSource,
    private readonly removeSource: RemoveSource,
    private readonly saveSegment: SaveSegment,
  ) {}

  /** @returns the source, whose profiles may still be on their way. Whoever asks meanwhile gets the same one. */
  async execute(principal: Principal): Promise<SourceEntity> {
    this.loading ??= this.load(principal).finally(() => {
      this.loading = undefined;
    });
    return await this.loading;
  }

  private async load(principal: Principal): Promise<SourceEntity> {
    const before = await this.sample();
    if (before?.state === "FAILED") await this.removeSource.execute(before.id, principal);
    const current = await this.sample();
    if (current) return current;

    const file = await this.storeFile.execute(FILE_NAME, customersCsv(), principal);
    if (!file.ok) throw new Error(`The sample customers were refused: ${file.failure.code}`);
    try {
      return await this.dataSource.transaction((db) => this.make(db, file.value.id, principal));
    } catch (error) {
      const other = isUniqueViolation(error, "source_one_sample") ? await this.sample() : null;
      if (other) return other; // another process was faster
      throw error;
    }
  }

  private async make(db: EntityManager, fileId: string, principal: Principal): Promise<SourceEntity> {
    const isTaken = await db.existsBy(SourceEntity, { name: NAME });
    const draft = {
      fileId,
      name: isTaken ? `${NAME} ${fileId}` : NAME,
      idField: "customer_id",
      emailField: "email",
    };
    const source = await this.createSource.within(db, draft, principal, true);
    if (!source.ok) throw new Error(`The sample source was refused: ${JSON.stringify(source.failure)}`);
    const names: readonly { name: string }[] = await db.query("select lower(name) as name from segment");
    const taken = new Set(names.map(({ name }) => name));
    for (const segment of SAMPLE_SEGMENTS.filter(({ name }) => !taken.has(name.toLowerCase()))) {
      const saved = await this.saveSegment.createWithin(db, segment, principal);
      if (!saved.ok) throw new Error(`A sample segment was refused: ${JSON.stringify(saved.failure)}`);
    }
    return source.value;
  }

  private async sample(): Promise<SourceEntity | null> {
    return await this.dataSource.getRepository(SourceEntity).findOneBy({ isSample: true });
  }
}
