/**
 * Exports of contacts: who is in them, and into which files they are cut.
 *
 * Reads  : export, and the contacts by keyset.
 * Writes : export.
 * Used by: `export-endpoints.ts`, `export-files.ts`.
 */
import { randomUUID } from "node:crypto";
import type { ContactStore, StoredContact } from "../contacts/contact-store.ts";
import type { Database } from "../storage/database.ts";

/** The contacts of one file, by number: above `after`, up to `until`. */
export type ExportFile = { readonly after: number; readonly until: number; readonly rows: number };

export type NewExport = {
  /** Empty for all contacts. */
  readonly lists: readonly number[];
  readonly fileType: "csv" | "json";
  readonly rowsPerFile: number;
  readonly isToFail: boolean;
};

export type ContactExport = NewExport & {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

type Row = { id: string; created_at: number; request: string };

const PAGE = 5_000;

export class ExportStore {
  readonly #database: Database;
  readonly #contacts: ContactStore;

  constructor(database: Database, contacts: ContactStore) {
    this.#database = database;
    this.#contacts = contacts;
  }

  /** @returns its id. */
  start(request: NewExport, now: number): string {
    const id = randomUUID();
    this.#database.transaction(() =>
      this.#database.run("insert into export values (?, ?, ?, null)", id, now, JSON.stringify(request)),
    );
    return id;
  }

  find(id: string): ContactExport | null {
    const row = this.#database.get<Row>("select id, created_at, request from export where id = ?", id);
    return row ? exportOf(row) : null;
  }

  /** The newest first. */
  recent(limit: number): ContactExport[] {
    const sql = "select id, created_at, request from export order by created_at desc, id limit ?";
    return this.#database.all<Row>(sql, limit).map(exportOf);
  }

  /** Cut once, when they are first asked for; whoever joins later is not in them. */
  files(export_: ContactExport): readonly ExportFile[] {
    const known = this.#database.get<{ files: string | null }>(
      "select files from export where id = ?",
      export_.id,
    );
    if (known?.files) return JSON.parse(known.files) as ExportFile[];
    const files = this.#cut(export_);
    this.#database.transaction(() =>
      this.#database.run("update export set files = ? where id = ?", JSON.stringify(files), export_.id),
    );
    return files;
  }

  /** A file's contacts, by pages. */
  *pages({ lists }: ContactExport, { after, until }: ExportFile): Generator<readonly StoredContact[]> {
    let last = after;
    while (true) {
      const page = this.#page(lists, last).filter(({ number }) => number <= until);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.number ?? until;
    }
  }

  #cut({ lists, rowsPerFile, ...rest }: ContactExport): ExportFile[] {
    const everybody = { after: 0, until: Number.MAX_SAFE_INTEGER, rows: 0 };
    const files: ExportFile[] = [];
    let open = { after: 0, until: 0, rows: 0 };
    for (const page of this.pages({ lists, rowsPerFile, ...rest }, everybody)) {
      for (const { number } of page) {
        open = { ...open, until: number, rows: open.rows + 1 };
        if (open.rows < rowsPerFile) continue;
        files.push(open);
        open = { after: number, until: number, rows: 0 };
      }
    }
    return open.rows > 0 ? [...files, open] : files;
  }

  /** Of several lists, a contact that is on two of them comes once. */
  #page(lists: readonly number[], after: number): StoredContact[] {
    const options = { after, limit: PAGE, order: "oldest" } as const;
    const [first, ...others] = lists;
    if (others.length === 0) return this.#contacts.page({ ...options, list: first ?? null });
    const found = new Map(
      lists
        .flatMap((list) => this.#contacts.page({ ...options, list }))
        .map((contact) => [contact.number, contact]),
    );
    return [...found.values()].toSorted((a, b) => a.number - b.number).slice(0, PAGE);
  }
}

const exportOf = ({ id, created_at, request }: Row): ContactExport => ({
  ...(JSON.parse(request) as NewExport),
  id,
  createdAt: created_at,
});
