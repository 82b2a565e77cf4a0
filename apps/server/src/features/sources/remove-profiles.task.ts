import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Deletes the profiles of a source that has been removed. */
export const RemoveProfilesTask = defineTask({
  name: "remove-profiles",
  payload: z.object({ sourceId: z.uuid() }),
  key: ({ sourceId }) => sourceId,
});
