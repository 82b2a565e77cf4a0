/**
 * The parent account and its subusers, each with contacts, lists, fields, jobs and keys of its own.
 *
 * Reads  : subuser, in the parent's database.
 * Writes : the same, and a database for each subuser: in memory where the parent's is, or in a file beside it.
 * Used by: whoever answers a request, to find the account it means; `start-simulator.ts`, which ends them all.
 */
import { rmSync } from "node:fs";
import type { AccountKey } from "../account/account-keys.ts";
import { createSimulation, type Simulation, type Surroundings } from "../simulation.ts";

/** Far more than a test needs, few enough to be asked one by one whose a key is. */
export const MAX_SUBUSERS = 100;

export type Subuser = { readonly id: number; readonly name: string; readonly account: Simulation };

export class Accounts {
  readonly parent: Simulation;
  readonly #location: string;
  readonly #surroundings: Surroundings;
  readonly #subusers = new Map<string, Subuser>();

  /** @param location - the parent's database: a file, or `:memory:`. */
  constructor(location: string, surroundings: Omit<Surroundings, "subusers">) {
    this.#location = location;
    this.#surroundings = { ...surroundings, subusers: () => this.subusers() };
    this.parent = createSimulation(location, this.#surroundings, null);
    for (const row of this.parent.database.all<{ id: number; name: string }>("select id, name from subuser"))
      this.#open(row);
  }

  /** In the order they were made. */
  subusers(): readonly Subuser[] {
    return [...this.#subusers.values()];
  }

  /** The parent first. */
  all(): readonly Simulation[] {
    return [this.parent, ...this.subusers().map(({ account }) => account)];
  }

  find(name: string): Subuser | undefined {
    return this.#subusers.get(name);
  }

  /** Whose key this is. */
  byKey(apiKey: string): { readonly account: Simulation; readonly key: AccountKey } | null {
    for (const account of this.all()) {
      const key = account.keys.find(apiKey);
      if (key) return { account, key };
    }
    return null;
  }

  /** Furnished as a new sandbox is. */
  add(name: string): Subuser {
    const { database } = this.parent;
    const row = database.transaction(() =>
      database.get<{ id: number }>("insert into subuser (name) values (?) returning id", name),
    );
    const subuser = this.#open({ id: row?.id ?? 0, name });
    subuser.account.engine.wake();
    return subuser;
  }

  /** With everything that is theirs. */
  remove({ id, name, account }: Subuser): void {
    this.#subusers.delete(name);
    this.parent.database.transaction(() => this.parent.database.run("delete from subuser where id = ?", id));
    account.imports.reload();
    account.engine.stop();
    account.database.close();
    if (this.#location === ":memory:") return;
    for (const suffix of ["", "-wal", "-shm"]) rmSync(this.#fileOf(id) + suffix, { force: true });
  }

  stopJobs(): void {
    for (const { engine } of this.all()) engine.stop();
  }

  close(): void {
    for (const { database } of this.all()) database.close();
  }

  #open({ id, name }: { id: number; name: string }): Subuser {
    const subuser = { id, name, account: createSimulation(this.#fileOf(id), this.#surroundings, name) };
    this.#subusers.set(name, subuser);
    return subuser;
  }

  #fileOf(id: number): string {
    return this.#location === ":memory:" ? this.#location : `${this.#location}.subuser-${id}`;
  }
}
