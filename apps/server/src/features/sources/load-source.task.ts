import { z } from "zod";
import { defineTask } from "../../platform/tasks/task.ts";

/** Turns a source's staged rows into profiles. May be done twice, on any process: it goes on behind the last loaded line. */
export const LoadSourceTask = defineTask({
  name: "load-source",
  payload: z.object({ sourceId: z.uuid() }),
  key: ({ sourceId }) => sourceId,
});
