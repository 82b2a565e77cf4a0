import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Carries one erasure to its end. May be done twice, on any process: it looks for what is left, and takes that. */
export const CarryErasureTask = defineTask({
  name: "carry-erasure",
  payload: z.object({ erasureId: z.uuid() }),
  key: ({ erasureId }) => erasureId,
});
