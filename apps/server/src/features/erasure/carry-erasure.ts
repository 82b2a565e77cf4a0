/**
 * Carries an erasure to its end: out of this database, then, when no run may be sending the person, out of every account,
 * then out of what runs have recorded meanwhile.
 *
 * Reads  : the erasure, whom it is about, runs under way.
 * Writes : how far it is. May be killed anywhere and begun again.
 * Used by: the task `carry-erasure`.
 */
import type { DataSource, EntityManager } from "typeorm";
import { commit } from "../../platform/crash-points/crash-points.ts";
import { announce } from "../../platform/pubsub/postgres-pub-sub.ts";
import type { SecretBox } from "../../platform/secrets/secret-box.ts";
import type { TaskQueue } from "../../platform/tasks/task-queue.ts";
import { audit } from "../access/audit.ts";
import type { OpenSendGrid } from "../destinations/open-send-grid.ts";
import { CarryErasureTask } from "./carry-erasure.task.ts";
import { deleteContacts } from "./delete-contacts.ts";
import { eraseHere } from "./erase-here.ts";
import { ErasureEntity } from "./erasure.entity.ts";
import { ErasureDestinationEntity } from "./erasure-destination.entity.ts";
import type { ErasureDestinationState } from "./erasure-state.ts";
import { type ErasureTrouble, TROUBLES } from "./erasure-trouble.ts";
import { findInTheWay } from "./find-in-the-way.ts";
import { type ErasedPerson, openPerson } from "./sealed-person.ts";

export type ErasurePatience = {
  /** For SendGrid's job to end. */
  readonly settleMs: number;
  /** Until it is looked again whether a run is still in the way. */
  readonly runMs: number;
  /** Between attempts: doubled each time, up to the second. */
  readonly pauseMs: { readonly first: number; readonly longest: number };
  readonly maxAttempts: number;
};

export const ERASURE_PATIENCE: ErasurePatience = {
  settleMs: 10 * 60_000,
  runMs: 5_000,
  pauseMs: { first: 5_000, longest: 10 * 60_000 },
  maxAttempts: 12,
};

export class CarryErasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
    private readonly openSendGrid: Pick<OpenSendGrid, "ofDestination">,
    private readonly tasks: Pick<TaskQueue, "enqueue">,
    private readonly patience: ErasurePatience = ERASURE_PATIENCE,
  ) {}

  /** @throws when the process stops: the next one begins again, and finds what is left. */
  async execute(erasureId: string, stopped: AbortSignal): Promise<void> {
    const erasure = await this.openErasure(erasureId);
    if (!erasure) return;
    const person = openPerson(this.secrets, erasureId, erasure.sealedPerson);
    await eraseHere(this.dataSource, erasureId, person);
    const inTheWay = await findInTheWay(this.dataSource, person);
    if (inTheWay) return await this.waitFor(erasureId, inTheWay.runId);
    await this.move(erasureId, { state: "ERASING", waitingForRunId: null });
    const isLate = await this.leaveAccounts(erasure, person, stopped);
    await eraseHere(this.dataSource, erasureId, person);
    if (isLate) await this.tryAgain(erasureId, erasure.attempt);
    else await this.conclude(erasureId);
  }

  private async openErasure(id: string) {
    const erasure = await this.dataSource
      .getRepository(ErasureEntity)
      .createQueryBuilder("erasure")
      .addSelect("erasure.sealedPerson")
      .where({ id })
      .getOne();
    const sealedPerson = erasure?.sealedPerson ?? null;
    return erasure && sealedPerson && erasure.endedAt === null ? { ...erasure, sealedPerson } : null;
  }

  /** @returns whether something is to be tried again later. */
  private async leaveAccounts(
    { id: erasureId, attempt }: ErasureEntity,
    { addresses }: ErasedPerson,
    stopped: AbortSignal,
  ): Promise<boolean> {
    const rows = await this.dataSource
      .getRepository(ErasureDestinationEntity)
      .find({ where: { erasureId }, order: { destinationName: "ASC", destinationId: "ASC" } });
    const { dataSource, openSendGrid, patience } = this;
    let isLate = false;
    for (const row of rows.filter(({ endedAt }) => endedAt === null)) {
      stopped.throwIfAborted();
      const from = { dataSource, openSendGrid, settleMs: patience.settleMs, stopped };
      const trouble = await deleteContacts(from, row, addresses);
      stopped.throwIfAborted();
      const isOver = trouble === null || trouble.isFinal || attempt + 1 >= patience.maxAttempts;
      await this.endAt(row, trouble, isOver);
      isLate ||= !isOver;
    }
    return isLate;
  }

  private async endAt(
    { erasureId, destinationId }: ErasureDestinationEntity,
    trouble: ErasureTrouble | null,
    isOver: boolean,
  ): Promise<void> {
    await commit(this.dataSource, "end-destination", async (db) => {
      const code = trouble?.code ?? null;
      const words = { code, message: trouble?.message ?? null };
      const end = { state: stateAfter(trouble), endedAt: new Date() };
      await db.update(
        ErasureDestinationEntity,
        { erasureId, destinationId },
        { ...words, ...(isOver && end) },
      );
      await announce(db, "erasure", erasureId);
    });
  }

  private async waitFor(erasureId: string, waitingForRunId: string | null): Promise<void> {
    const again = new Date(Date.now() + this.patience.runMs);
    await this.putOff(erasureId, again, { state: "WAITING", waitingForRunId });
  }

  private async tryAgain(erasureId: string, attempt: number): Promise<void> {
    const { first, longest } = this.patience.pauseMs;
    const nextTryAt = new Date(Date.now() + Math.min(longest, first * 2 ** attempt));
    await this.putOff(erasureId, nextTryAt, { attempt: attempt + 1, nextTryAt });
  }

  private async putOff(erasureId: string, startAfter: Date, to: Partial<ErasureEntity>): Promise<void> {
    await commit(this.dataSource, "put-off-erasure", async (db) => {
      await this.tasks.enqueue(CarryErasureTask, { erasureId }, db, { startAfter });
      await change(db, erasureId, to);
    });
  }

  private async move(erasureId: string, to: Partial<ErasureEntity>): Promise<void> {
    await commit(this.dataSource, "begin-erasing", (db) => change(db, erasureId, { nextTryAt: null, ...to }));
  }

  /** Whom it was about is forgotten when nobody is left anywhere; until then it is what a later attempt needs. */
  private async conclude(id: string): Promise<void> {
    await commit(this.dataSource, "conclude-erasure", async (db) => {
      const lock = { mode: "pessimistic_write" } as const;
      const erasure = await db.findOneOrFail(ErasureEntity, { where: { id }, lock });
      if (erasure.endedAt !== null) return; // another worker was faster
      const isLeft = await db.existsBy(ErasureDestinationEntity, { erasureId: id, state: "FAILED" });
      const end = { endedAt: new Date(), nextTryAt: null };
      if (isLeft) return await change(db, id, { ...end, state: "FAILED" });
      await change(db, id, { ...end, state: "DONE", sealedPerson: null });
      await audit(db, { userId: erasure.requestedBy }, "person-erased", { id, name: "person" });
    });
  }
}

function stateAfter(trouble: ErasureTrouble | null): ErasureDestinationState {
  if (trouble === null) return "DONE";
  return trouble.code === TROUBLES.destinationRemoved.code ? "UNREACHABLE" : "FAILED";
}

/** Not once it has ended: another worker was faster. */
async function change(db: EntityManager, id: string, to: Partial<ErasureEntity>): Promise<void> {
  await db
    .createQueryBuilder()
    .update(ErasureEntity)
    .set(to as never)
    .where("id = :id and ended_at is null", { id })
    .execute();
  await announce(db, "erasure", id);
}
