import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type Failure, userFailure } from "../../graphql/failure.ts";
import { useCommand } from "../../graphql/use-command.ts";
import { CreateAlertChannel, UpdateAlertChannel } from "./alert.graphql.ts";
import { type ChannelDraft, reachOf } from "./channel-draft.ts";

/** Makes a channel or changes one, and hands out the secret of a webhook that is new, which is shown this once. */
export function useSaveAlertChannel() {
  const creating = useCommand(CreateAlertChannel, ["AlertChannel"]);
  const updating = useCommand(UpdateAlertChannel);

  async function create(draft: ChannelDraft): Promise<Result<string | null, Failure>> {
    const { name, kind, alerts } = draft;
    const answer = await creating.send({ input: { name: name.trim(), kind, alerts, ...reachOf(draft) } });
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

  async function update(id: string, draft: ChannelDraft): Promise<Result<null, Failure>> {
    const { name, alerts } = draft;
    const answer = await updating.send({ input: { id, name: name.trim(), alerts, ...reachOf(draft) } });
    if (!answer.ok) return answer;

    const outcome = answer.value.updateAlertChannel;
    switch (outcome.__typename) {
      case "AlertChannel":
        return ok(null);
      case "InvalidInput":
      case "NotFound":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { create, update };
}
