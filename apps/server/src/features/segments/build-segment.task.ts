import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Brings a segment's members up to date with its rule. Doing it twice changes nothing. */
export const BuildSegmentTask = defineTask({
  name: "build-segment",
  payload: z.object({ segmentId: z.uuid() }),
  key: ({ segmentId }) => segmentId,
});
