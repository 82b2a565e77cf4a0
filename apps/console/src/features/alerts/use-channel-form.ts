/**
 * A channel being made.
 *
 * Reads  : whether there is a mail server.
 * Writes : the draft, then the channel.
 * Used by: `AlertChannelForm.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, reactive, ref } from "vue";
import { useI18n } from "vue-i18n";
import type { Failure } from "../../graphql/failure.ts";
import { MailFrom } from "./alert.graphql.ts";
import { emptyDraft, inputOf } from "./channel-draft.ts";
import { useCreateAlertChannel } from "./use-create-alert-channel.ts";

/** @param created - is told a webhook's secret; null of e-mail. */
export function useChannelForm(created: (signingSecret: string | null) => void) {
  const { locale } = useI18n();
  const { data } = useQuery({ query: MailFrom, variables: {} });
  const { create, isCreating } = useCreateAlertChannel();
  const draft = reactive(emptyDraft(locale.value === "kk" ? "KK" : "EN"));
  const failure = ref<Failure>();

  return {
    draft,
    failure,
    isCreating,
    /** E-mail is chosen, and nothing could send it. */
    hasNoMail: computed(() => draft.kind === "EMAIL" && data.value?.system.mailFrom === null),
    async submit() {
      const outcome = await create(inputOf(draft));
      failure.value = outcome.ok ? undefined : outcome.failure;
      if (outcome.ok) created(outcome.value);
    },
  };
}
