/**
 * Ways that together come by every crash point.
 *
 * Reads  : nothing.
 * Writes : the simulator's faults and settings.
 * Used by: `crashAtPoints`.
 */
import { alertTour } from "./alert-tour.ts";
import { askedTour } from "./asked-tour.ts";
import { driftTour } from "./drift-tour.ts";
import { dryTour } from "./dry-tour.ts";
import { erasureTour } from "./erasure-tour.ts";
import { mirroredRuns } from "./mirrored-tour.ts";
import { refreshTour } from "./refresh-tour.ts";
import { aside, QUICK, type Tour, tellSimulator } from "./tour.ts";

const FEW = 90;
/** So many that most of them go up in a file. */
const MANY = 4_000;

const upsert: Tour = {
  name: "upsert",
  points: aside(
    ...["begin-attempt", "begin-preparing", "store-suppressions", "prepare", "release-claims"],
    ...["claim-addresses", "mark-handing-over", "upsert-contacts", "record-batch", "begin-settling"],
    ...["settle-job", "record-deliveries"],
  ),
  simulator: QUICK,
  settings: {},
  prepare: async (stage) => (await mirroredRuns(stage, FEW)).begin,
};

const removal: Tour = {
  ...upsert,
  name: "removal",
  points: aside(
    ...["ask-before-removal", "unlearn-contacts", "start-export", "learn-contacts", "mark-removing"],
    ...["remove-from-list", "forget-removed", "release-claimed", "end-mirroring", "conclude-attempt"],
  ),
};

const file: Tour = {
  ...upsert,
  name: "file",
  points: aside("start-import", "upload-file"),
  settings: { MAX_UPSERTS_PER_RUN: "0" },
  prepare: async (stage) => (await mirroredRuns(stage, MANY)).begin,
};

/** SendGrid forgets the run's first job, and another one after each time that it is sent again. */
const lost: Tour = {
  ...upsert,
  name: "lost",
  points: aside("record-sent-part", "record-lost"),
  prepare: async (stage) => {
    const { begin } = await mirroredRuns(stage, FEW);
    return async () => {
      const fault = { kind: "vanish-job" };
      await tellSimulator(stage, "POST", "/faults", { endpoint: "PUT /v3/marketing/contacts", fault });
      return await begin();
    };
  },
};

/** The longest first: they go beside each other. */
export const TOURS: readonly Tour[] = [
  ...[upsert, removal, erasureTour, driftTour, refreshTour, alertTour, lost, askedTour, dryTour, file],
];
