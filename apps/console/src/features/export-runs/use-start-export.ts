import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { StartExport } from "./export-run.graphql.ts";

/** `isFull`: everybody is sent, also whom SendGrid has just as they are. `isDryRun`: nobody is, it only tells. */
export type RunChoice = { readonly isFull?: boolean; readonly isDryRun?: boolean };

/** Queues a run of an export and tells its id; where one is under way already, that one's. */
export function useStartExport() {
  const { send, isSending } = useCommand(StartExport, ["Export", "Run"]);

  async function start(
    exportId: string,
    { isFull = false, isDryRun = false }: RunChoice = {},
  ): Promise<Result<string, Failure>> {
    const answer = await send({ exportId, full: isFull, dryRun: isDryRun });
    if (!answer.ok) return answer;

    const outcome = answer.value.startExport;
    switch (outcome.__typename) {
      case "Run":
        return ok(outcome.id);
      case "ExportAlreadyRunning":
      case "ExportAwaitsApproval":
        return ok(outcome.run.id); // the click wanted a run, and there is one, which may want an answer
      case "ExportUserRequired":
      case "MatchingIncomplete":
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { start, isStarting: isSending };
}
