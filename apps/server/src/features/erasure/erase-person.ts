/**
 * Somebody asks for a person to be erased: a row, a task, and hashes that keep them out from now on, in one transaction.
 *
 * Reads  : who is meant, the destinations there are.
 * Writes : `erasure`, `erased_address`, `erasure_destination`, the task `carry-erasure`, the audit log.
 * Used by: the mutation `erasePerson`.
 */
import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@keruen/core";
import { type DataSource, type EntityManager, In, Not } from "typeorm";
import { isUniqueViolation } from "../../platform/database/unique-violation.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { Principal } from "../access/principal.ts";
import { emailMatches } from "../persons/addresses-of.ts";
import { type IdentifyFailure, identifyPerson, type Person } from "../persons/identify-person.ts";
import { CarryErasureTask } from "./carry-erasure.task.ts";
import type { ErasedAddresses } from "./erased-addresses.ts";
import { ErasureEntity } from "./erasure.entity.ts";
import { sealPerson } from "./sealed-person.ts";

export type ErasePersonFailure =
  | IdentifyFailure
  | { readonly code: "under-way"; readonly erasure: ErasureEntity };

export class ErasePerson {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
    private readonly secrets: SecretBox,
    private readonly erased: ErasedAddresses,
  ) {}

  /** @param query - an address, or a profile's id. Of two clicks at once the index lets one through. */
  async execute(query: string, principal: Principal): Promise<Result<ErasureEntity, ErasePersonFailure>> {
    try {
      return await this.dataSource.transaction((db) => this.begin(db, query, principal));
    } catch (error) {
      const person = isUniqueViolation(error, "erasure_one_open")
        ? await this.identify(this.dataSource.manager, query)
        : null;
      const open = person?.ok ? await this.open(this.dataSource.manager, person.value) : null;
      if (open) return fail({ code: "under-way", erasure: open });
      throw error;
    }
  }

  private async begin(
    db: EntityManager,
    query: string,
    principal: Principal,
  ): Promise<Result<ErasureEntity, ErasePersonFailure>> {
    const person = await this.identify(db, query);
    if (!person.ok) return person;
    const open = await this.open(db, person.value);
    if (open) return fail({ code: "under-way", erasure: open });
    const id = randomUUID();
    const { addresses, profiles } = person.value;
    const profileIds = profiles.map((profile) => profile.id);
    await db.insert(ErasureEntity, {
      ...{ id, state: "ERASING", requestedBy: principal.userId },
      personHash: this.erased.hashOf(nameOf(person.value)),
      sealedPerson: sealPerson(this.secrets, id, { addresses, profileIds }),
    });
    await this.erased.keep(db, id, addresses);
    await db.query(
      `insert into erasure_destination (erasure_id, destination_id, destination_name)
       select $1, id, name from destination where $2`,
      [id, addresses.length > 0],
    );
    await this.tasks.enqueue(CarryErasureTask, { erasureId: id }, db);
    await audit(db, principal, "erasure-started", { id, name: "person" });
    await announce(db, "erasure", id);
    return ok(await db.findOneByOrFail(ErasureEntity, { id }));
  }

  private async identify(db: EntityManager, query: string): Promise<Result<Person, IdentifyFailure>> {
    return await identifyPerson(db, query, await emailMatches(db));
  }

  private async open(db: EntityManager, person: Person): Promise<ErasureEntity | null> {
    const personHash = In([...this.erased.hashesOf(nameOf(person))]);
    return await db.findOneBy(ErasureEntity, { personHash, state: Not("DONE") });
  }
}

/** Nobody can be known again who has no address. */
const nameOf = ({ addresses, profiles }: Person): string => addresses[0] ?? `profile ${profiles[0]?.id}`;
