/**
 * The whole account in one file, and back.
 *
 * Reads  : every table but the keys' and the subusers'.
 * Writes : a file; or the same tables, all or nothing.
 * Used by: `control/snapshot-controls.ts`.
 *
 * Keys stay where they are: a snapshot shows nobody's, and whoever loads one goes on with the key they have.
 * Both hold up everything else meanwhile: some 3 s for a million contacts, a minute or two for ten.
 */
import { DatabaseSync } from "node:sqlite";
import type { Database } from "./database.ts";
import { SCHEMA_VERSION } from "./schema.ts";

/** Why a file is no snapshot. */
export class SnapshotProblem extends Error {}

/** @param file - must not be there yet. */
export function saveSnapshot(database: Database, file: string): void {
  database.flush();
  database.allOnce("vacuum into ?", file);
  const copy = new DatabaseSync(file);
  copy.exec("pragma secure_delete = on; delete from api_key; delete from subuser");
  copy.close();
}

/** @throws {SnapshotProblem} if the file is none, or of another version; nothing is changed then. */
export function loadSnapshot(database: Database, file: string): void {
  checkSnapshot(file);
  database.flush();
  database.allOnce("attach ? as incoming", file);
  try {
    database.transaction(() => copyTables(database));
  } finally {
    database.allOnce("detach incoming");
  }
}

function checkSnapshot(file: string): void {
  const snapshot = new DatabaseSync(file, { readOnly: true });
  try {
    const version = snapshot.prepare("pragma user_version").get()?.user_version;
    if (version !== SCHEMA_VERSION) {
      throw new SnapshotProblem(`of another version (${version}, not ${SCHEMA_VERSION})`);
    }
    if (snapshot.prepare("pragma quick_check(1)").get()?.quick_check !== "ok") {
      throw new SnapshotProblem("damaged");
    }
  } catch (error) {
    if (error instanceof SnapshotProblem) throw error;
    throw new SnapshotProblem("not an SQLite file", { cause: error });
  } finally {
    snapshot.close();
  }
}

/**
 * Tables of one version have the same columns in the same order. `or rollback`, because a statement that may take back
 * itself alone keeps every page it overwrites in memory: 4 GB for ten million contacts.
 */
function copyTables(database: Database): void {
  const tables = database.allOnce<{ name: string }>(
    "select name from main.sqlite_schema where type = 'table' and name not in ('api_key', 'subuser', 'sqlite_sequence')",
  );
  for (const name of [...tables.map((table) => table.name), "sqlite_sequence"]) {
    database.allOnce(`delete from main."${name}"`);
    database.allOnce(`insert or rollback into main."${name}" select * from incoming."${name}"`);
  }
}
