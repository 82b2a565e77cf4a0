/**
 * Exports of contacts: who is in them, and into which files they are cut.
 *
 * Reads  : export, and the contacts by keyset.
 * Writes : export.
 * Used by: `export-endpoints.ts`, `export-files.ts`.
 */
import type { ContactStore, StoredContact } from "../contacts/contact-store.ts";
import type { Draw } from "../draw.ts";
import type { JobFate } from "../jobs/job-fate.ts";
import type { Database } from "../storage/database.ts";

/** The contacts of one file, by number: above `after`, up to `until`. */
export type ExportFile = { readonly after: number; readonly until: number; readonly rows: number };

export type NewExport = {
  /** Empty for all contacts. */
  readonly lists: readonly number[];
  readonly fileType: "csv" | "json";
  readonly rowsPerFile: number;
  readonly isToFail: boolean;
  /** Of the usual delay; left out in exports of an earlier version. */
  readonly delayShare?: number;
  /** What is to go wrong with it; left out in exports of an earlier version. */
  readonly fate?: JobFate | null;
};

export type ContactExport = NewExport & {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

/** The account was reset, or another was loaded, while a file was being downloaded: it breaks off. */
export class ExportOvertaken extends Error {}

type Row = { id: string; created_at: number; request: string };

const PAGE = 1_000;

export class ExportStore {
  readonly #database: Database;
  readonly #draw: Draw;
  readonly #contacts: ContactStore;

  constructor(database: Database, contacts: ContactStore, draw: Draw) {
    this.#database = database;
    this.#draw = draw;
    this.#contacts = contacts;
  }

  /** @returns its id. */
  start(request: NewExport, now: number): string {
    const id = this.#draw.uuid();
    if (request.fate === "lose-job") return id;
    this.#database.transaction(() =>
      this.#database.run("insert into export values (?, ?, ?, null)", id, now, JSON.stringify(request)),
    );
    return id;
  }

  find(id: string): ContactExport | null {
    const row = this.#database.get<Row>("select id, created_at, request from export where id = ?", id);
    return row ? exportOf(row) : null;
  }

  count(): number {
    return this.#database.get<{ count: number }>("select count(*) as count from export")?.count ?? 0;
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
    const files = export_.fate === "no-effect" ? [] : this.#cut(export_);
    this.#database.transaction(() =>
      this.#database.run("update export set files = ? where id = ?", JSON.stringify(files), export_.id),
    );
    return files;
  }

  /** A file's contacts, by pages. */
  *pages({ id, lists }: ContactExport, { after, until }: ExportFile): Generator<readonly StoredContact[]> {
    let last = after;
    while (true) {
      if (!this.find(id)) throw new ExportOvertaken();
      const page = this.#page(lists, last).filter(({ number }) => number <= until);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.number ?? until;
    }
  }

  /** By the numbers alone: ten million of them take a second or two. */
  #cut({ lists, rowsPerFile }: ContactExport): ExportFile[] {
    const files: ExportFile[] = [];
    let after = 0;
    while (true) {
      const { rows, until } = this.#span(lists, after, rowsPerFile);
      if (rows > 0) files.push({ after, until, rows });
      if (rows < rowsPerFile) return files;
      after = until;
    }
  }

  /** How many of these contacts follow, up to a number of them, and which is the last. */
  #span(lists: readonly number[], after: number, limit: number): Omit<ExportFile, "after"> {
    const members =
      lists.length === 0
        ? "select number as contact from contact where number > ?2 order by number limit ?3"
        : `select distinct contact from membership
           where list in (select value from json_each(?1)) and contact > ?2 order by contact limit ?3`;
    const sql = `select count(*) as rows, coalesce(max(contact), 0) as until from (${members})`;
    const span = this.#database.get<Omit<ExportFile, "after">>(sql, JSON.stringify(lists), after, limit);
    return span ?? { rows: 0, until: 0 };
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
