import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Carries one run to its end. May be done twice, on any process: it goes on at the run's cursor. */
export const RunExport = defineTask({
  name: "run-export",
  payload: z.object({
    runId: z.uuid(),
    listId: z.string(),
    destinationId: z.uuid().nullable().default(null),
  }),
  key: ({ listId }) => listId, // one run at a time for each list
  group: ({ destinationId }) => destinationId ?? "removed",
});
