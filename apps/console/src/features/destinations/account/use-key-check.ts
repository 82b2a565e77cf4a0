/**
 * Whether an API key will do, asked while it is being entered: its shape at once, SendGrid a moment later.
 *
 * Reads  : the key and the region on screen.
 * Writes : nothing. The key goes to the server in a request's body and is kept nowhere.
 * Used by: `use-destination-setup.ts`, `use-edit-destination.ts`.
 */
import { type ApiKey, parseApiKey, unreachable } from "@keruen/core";
import { watchDebounced } from "@vueuse/core";
import { computed, type Ref, shallowRef } from "vue";
import { type Failure, userFailure } from "../../../graphql/failure.ts";
import { useCommand } from "../../../graphql/use-command.ts";
import {
  type DestinationTest,
  type KeyProblem,
  type SendGridRegion,
  TestDestination,
} from "./send-grid.graphql.ts";

const REST_MS = 250;

export type KeyRefused = {
  readonly state: "refused";
  readonly problem: KeyProblem;
  readonly missingScopes: readonly string[];
};

export type KeyCheck =
  | { readonly state: "empty" }
  | { readonly state: "malformed" }
  | { readonly state: "checking" }
  | { readonly state: "good"; readonly test: DestinationTest }
  | KeyRefused
  | { readonly state: "failed"; readonly failure: Failure };

type Answer = Extract<KeyCheck, { state: "good" | "refused" | "failed" }>;

export function useKeyCheck(entered: Ref<string>, region: Readonly<Ref<SendGridRegion>>) {
  const { send } = useCommand(TestDestination);
  const parsed = computed(() => parseApiKey(entered.value));
  const answer = shallowRef<{ readonly question: string; readonly check: Answer }>();
  const question = computed(() => (parsed.value.ok ? `${region.value} ${parsed.value.value.key}` : null));

  async function ask({ key }: ApiKey) {
    const asked = question.value;
    const check = await test(key);
    if (asked !== null && question.value === asked) answer.value = { question: asked, check }; // else another was entered meanwhile
  }

  async function test(apiKey: string): Promise<Answer> {
    const sent = await send({ access: { apiKey, region: region.value } });
    if (!sent.ok) return { state: "failed", failure: sent.failure };

    const outcome = sent.value.testDestination;
    switch (outcome.__typename) {
      case "DestinationTest":
        return { state: "good", test: outcome };
      case "ApiKeyRefused":
        return { state: "refused", problem: outcome.problem, missingScopes: outcome.missingScopes };
      case "ApiKeyUnreadable":
      case "InvalidInput":
      case "NotFound":
      case "SendGridUnavailable":
        return { state: "failed", failure: userFailure(outcome) };
      default:
        return unreachable(outcome);
    }
  }

  const askIfWhole = () => (parsed.value.ok ? ask(parsed.value.value) : undefined);
  watchDebounced([entered, region], askIfWhole, { debounce: REST_MS });

  return {
    check: computed<KeyCheck>(() => {
      if (entered.value.trim() === "") return { state: "empty" };
      if (!parsed.value.ok) return { state: "malformed" };
      return answer.value?.question === question.value ? answer.value.check : { state: "checking" };
    }),
    /** The key without what was pasted around it; null where it has not the shape of one. */
    apiKey: computed(() => (parsed.value.ok ? parsed.value.value.key : null)),
    askAgain: () => {
      answer.value = undefined;
      void askIfWhole();
    },
  };
}
