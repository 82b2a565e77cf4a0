/**
 * Brings one source up to date. A file is what it is: there is nothing to fetch, only to wait for while it is being loaded.
 *
 * Reads  : `source`.
 * Writes : nothing.
 * Used by: `CarryRefresh`.
 */
import type { DataSource } from "typeorm";
import { nextChange } from "../../platform/pubsub/next-change.ts";
import type { PostgresPubSub } from "../../platform/pubsub/postgres-pub-sub.ts";
import { SourceEntity } from "../sources/source.entity.ts";
import { type DoStep, REMOVED } from "./do-step.ts";

const LOOK_AGAIN_MS = 2_000;

export const fetchSource =
  (dataSource: DataSource, pubSub: PostgresPubSub): DoStep =>
  async (id, signal) => {
    for (;;) {
      signal.throwIfAborted();
      const source = await dataSource.getRepository(SourceEntity).findOneBy({ id });
      if (!source) return REMOVED;
      const { state, profileCount: count } = source;
      if (state !== "LOADING") return { state: "SUCCEEDED", code: "nothing-to-fetch", message: FILE, count };
      await nextChange(pubSub, ["source"], LOOK_AGAIN_MS, signal);
    }
  };

const FILE = "It is a file: there is nothing to fetch. Add another file to change its profiles.";
