import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { connectDatabase } from "../platform/database/data-source.ts";
import { startEmbeddedPostgres } from "../platform/database/embedded-postgres.ts";

/** Vitest's global set-up: one throw-away PostgreSQL, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(path.join(os.tmpdir(), "keruen-test-"));
  await chmod(dir, 0o755); // PostgreSQL may run as another account
  const postgres = await startEmbeddedPostgres({
    dir: path.join(dir, "pg"),
    database: "template",
    durable: false,
  });
  await (await connectDatabase(postgres.url, [])).destroy();
  project.provide("templateUrl", postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    templateUrl: string;
  }
}
