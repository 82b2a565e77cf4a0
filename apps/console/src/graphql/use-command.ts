import { fail, ok, type Result } from "@keruen/core";
import type { AnyVariables, TypedDocumentNode } from "@urql/core";
import { useMutation } from "@urql/vue";
import type { Ref } from "vue";
import { type Failure, failureOf } from "./failure.ts";

export type Command<Data, Variables> = {
  /** The mutation's data, or why there is none. It does not throw. */
  readonly send: (variables: Variables) => Promise<Result<Data, Failure>>;
  readonly isSending: Ref<boolean>;
};

/**
 * A mutation to be sent on a click.
 *
 * @param outdates - names of GraphQL types that screens should ask for anew afterwards, where the answer does not
 * carry them: a removal answers with an id alone, and an empty list names no type.
 */
export function useCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  outdates: readonly string[] = [],
): Command<Data, Variables> {
  const { executeMutation, fetching } = useMutation(document);

  async function send(variables: Variables): Promise<Result<Data, Failure>> {
    const { data, error } = await executeMutation(variables, { additionalTypenames: [...outdates] });
    return data ? ok(data) : fail(failureOf(error));
  }

  return { send, isSending: fetching };
}
