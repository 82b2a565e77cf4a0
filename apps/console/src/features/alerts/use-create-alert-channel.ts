import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { CreateAlertChannel, type NewAlertChannel } from "./alert.graphql.ts";

/** Makes a channel, and hands out a webhook's secret, which is shown this once; null of e-mail. */
export function useCreateAlertChannel() {
  const { send, isSending } = useCommand(CreateAlertChannel, ["AlertChannel"]);

  async function create(input: NewAlertChannel): Promise<Result<string | null, Failure>> {
    const answer = await send({ input });
    if (!answer.ok) return answer;

    const outcome = answer.value.createAlertChannel;
    switch (outcome.__typename) {
      case "AlertChannelCreated":
        return ok(outcome.signingSecret);
      case "InvalidInput":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { create, isCreating: isSending };
}
