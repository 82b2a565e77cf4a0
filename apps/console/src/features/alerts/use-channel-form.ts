/**
 * A channel being made or changed.
 *
 * Reads  : the channel where one is being changed; whether there is a mail server.
 * Writes : the draft, then the channel.
 * Used by: `AlertChannelForm.vue`.
 */
import { useQuery } from "@urql/vue";
import { computed, reactive, ref } from "vue";
import { useI18n } from "vue-i18n";
import type { Failure } from "../../graphql/failure.ts";
import { type AlertChannel, MailFrom } from "./alert.graphql.ts";
import { draftOf } from "./channel-draft.ts";
import { useSaveAlertChannel } from "./use-save-alert-channel.ts";

/**
 * @param stored - null for a new one.
 * @param saved - is told the secret of a webhook that is new.
 */
export function useChannelForm(stored: AlertChannel | null, saved: (signingSecret: string | null) => void) {
  const { locale } = useI18n();
  const { data } = useQuery({ query: MailFrom, variables: {} });
  const { create, update } = useSaveAlertChannel();
  const draft = reactive(draftOf(stored, locale.value === "kk" ? "KK" : "EN"));
  const failure = ref<Failure>();
  const isSaving = ref(false);

  return {
    draft,
    failure,
    isSaving,
    /** E-mail is chosen, and nothing could send it. */
    hasNoMail: computed(() => draft.kind === "EMAIL" && data.value?.system.mailFrom === null),
    async submit() {
      isSaving.value = true;
      const outcome = stored ? await update(stored.id, draft) : await create(draft);
      isSaving.value = false;
      failure.value = outcome.ok ? undefined : outcome.failure;
      if (outcome.ok) saved(outcome.value);
    },
  };
}
