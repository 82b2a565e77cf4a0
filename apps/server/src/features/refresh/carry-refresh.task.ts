import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Carries one refresh to its end. May be done twice, on any process: it goes on at the first step that has not ended. */
export const CarryRefreshTask = defineTask({
  name: "carry-refresh",
  payload: z.object({ refreshId: z.uuid() }),
  key: ({ refreshId }) => refreshId,
});
