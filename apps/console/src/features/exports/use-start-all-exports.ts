import { ok, type Result } from "@keruen/core";
import type { Failure } from "../../graphql/failure.ts";
import type { ResultOf } from "../../graphql/graphql.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { StartAllExports } from "./export.graphql.ts";

export type StartedAll = ResultOf<typeof StartAllExports>["startAllExports"];

/** Queues a run of every export that has an active schedule, and tells why others have none. */
export function useStartAllExports() {
  const { send, isSending } = useCommand(StartAllExports, ["Export", "Run"]);

  async function startAll(): Promise<Result<StartedAll, Failure>> {
    const answer = await send({});
    return answer.ok ? ok(answer.value.startAllExports) : answer;
  }

  return { startAll, isStarting: isSending };
}
