import type { DataSource } from "typeorm";
import type { OpenSendGrid } from "./features/destinations/open-send-grid.ts";
import { CarryErasureTask } from "./features/erasure/carry-erasure.task.ts";
import { CarryErasure, type ErasurePatience } from "./features/erasure/carry-erasure.ts";
import { ErasePerson } from "./features/erasure/erase-person.ts";
import { ErasedAddresses } from "./features/erasure/erased-addresses.ts";
import { ErasureResolver } from "./features/erasure/erasure.resolver.ts";
import { ReadmitPerson } from "./features/erasure/readmit-person.ts";
import { RetryErasure } from "./features/erasure/retry-erasure.ts";
import { KeyedHash } from "./platform/secrets/keyed-hash.ts";
import type { KeyRing, SecretBox } from "./platform/secrets/secret-box.ts";
import type { TaskShare } from "./platform/tasks/task.ts";
import type { TaskQueue } from "./platform/tasks/task-queue.ts";

/** One that waits for SendGrid holds no other one up. */
const ERASURES: TaskShare = { atOnce: 2 };

type Options = {
  readonly dataSource: DataSource;
  readonly secrets: SecretBox;
  readonly keyRing: KeyRing;
  readonly openSendGrid: OpenSendGrid;
  readonly tasks: TaskQueue;
  readonly patience: ErasurePatience | undefined;
};

/** Every `new` of erasures: who asks for them, what carries them out, and who is kept out by them. */
export function composeErasure({ dataSource, secrets, keyRing, openSendGrid, tasks, patience }: Options) {
  const erased = new ErasedAddresses(new KeyedHash(keyRing, "erased address"));
  const carry = new CarryErasure(dataSource, secrets, openSendGrid, tasks, patience);
  tasks.work(CarryErasureTask, ERASURES, ({ erasureId }, { signal }) => carry.execute(erasureId, signal));
  const resolver = new ErasureResolver(
    dataSource,
    new ErasePerson(dataSource, tasks, secrets, erased),
    new RetryErasure(dataSource, tasks),
    new ReadmitPerson(dataSource),
  );
  return { erased, resolver };
}
