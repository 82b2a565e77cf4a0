import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Compares one list with the records. May be done twice, on any process: each attempt reads the list anew. */
export const CheckDriftTask = defineTask({
  name: "check-drift",
  payload: z.object({ checkId: z.uuid() }),
  key: ({ checkId }) => checkId,
});
