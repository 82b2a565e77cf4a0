import { fail, ok, type Result, unreachable } from "@keruen/core";
import { type MaybeRefOrGetter, toValue } from "vue";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import type { VariablesOf } from "../../../graphql/graphql.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import { CreateSendGridField } from "./export-form.graphql.ts";

export type CustomFieldType = VariablesOf<typeof CreateSendGridField>["input"]["type"];

/** Makes a custom field in the destination's account. It takes some seconds: SendGrid has to make it known. */
export function useCreateField(destinationId: MaybeRefOrGetter<string>) {
  const { send, isSending } = useCommand(CreateSendGridField, ["SendGridFields"]);

  async function create(name: string, type: CustomFieldType): Promise<Result<string, Failure>> {
    const access = { destinationId: toValue(destinationId) };
    const created = await send({ input: { access, name, type } });
    if (!created.ok) return created;

    const outcome = created.value.createSendGridField;
    switch (outcome.__typename) {
      case "SendGridField":
        return ok(outcome.id);
      case "ApiKeyRefused":
      case "ApiKeyUnreadable":
      case "InvalidInput":
      case "NotFound":
      case "SendGridUnavailable":
        return fail(userFailure(outcome));
      default:
        return unreachable(outcome);
    }
  }

  return { create, isCreating: isSending };
}
