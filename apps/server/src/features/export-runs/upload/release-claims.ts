import type { DataSource } from "typeorm";
import { crashable } from "../../../platform/crash-points/crash-points.ts";

/**
 * Takes addresses from those whom a run has not reached yet, who claimed them in an attempt that broke off: their address
 * may be another one now. They take them again as they are read; until then nobody has them, and what was to be sent is
 * in doubt. Reads nothing in a first attempt.
 *
 * @param after - the last profile of whom the run has stored what became of it.
 */
export async function releaseClaims(dataSource: DataSource, runId: string, after: number): Promise<void> {
  await crashable("release-claims", () =>
    dataSource.query(
      "update run_address set profile_id = null, payload_hash = null where run_id = $1 and profile_id > $2",
      [runId, after],
    ),
  );
}
