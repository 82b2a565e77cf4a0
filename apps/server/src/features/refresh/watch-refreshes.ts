import type { DataSource } from "typeorm";
import type { LiveRows } from "../../platform/pubsub/live-rows.ts";
import { RefreshEntity } from "./refresh.entity.ts";

/**
 * The latest refresh as it is now, then it and every later one after each change.
 *
 * Listens before it reads, so no change falls in the gap; a change may arrive twice, never not at all.
 */
export async function* watchRefreshes(
  dataSource: DataSource,
  liveRefreshes: LiveRows<RefreshEntity>,
): AsyncGenerator<RefreshEntity> {
  const changes = liveRefreshes.watchAll();
  let next = changes.next();
  try {
    const [latest] = await dataSource
      .getRepository(RefreshEntity)
      .find({ order: { startedAt: "DESC", id: "DESC" }, take: 1 });
    if (latest) yield latest;
    for (;;) {
      const change = await next;
      if (change.done) return;
      next = changes.next();
      yield change.value;
    }
  } finally {
    await changes.return?.();
  }
}
