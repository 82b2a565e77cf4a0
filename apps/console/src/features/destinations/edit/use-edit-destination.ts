/**
 * A destination being changed: its name, the list offered first, its contract, its key.
 *
 * Reads  : the destination, what SendGrid says of a new key.
 * Writes : the destination.
 * Used by: `EditForm.vue`.
 */
import { computed, reactive, ref, shallowRef, toRef, watch } from "vue";
import type { Failure } from "../../../graphql/failure.ts";
import type { SendGridAccess } from "../account/send-grid.graphql.ts";
import { type KeyRefused, useKeyCheck } from "../account/use-key-check.ts";
import type { Destination } from "../destination.graphql.ts";
import { readContactLimit } from "./contact-limit.ts";
import type { EditDraft } from "./edit-schema.ts";
import { type DestinationChange, useUpdateDestination } from "./use-update-destination.ts";

export function useEditDestination(stored: Destination) {
  const draft = reactive<EditDraft>({
    name: stored.name,
    apiKey: "",
    listId: stored.defaultList?.id ?? null,
    contactLimit: stored.contactLimit?.toString() ?? "",
  });
  const key = useKeyCheck(
    toRef(draft, "apiKey"),
    computed(() => stored.region),
  );
  /** What only trying to keep it showed: it opens another account, or nobody can tell which. */
  const refusal = shallowRef<KeyRefused>();
  const isSameAccount = ref(false);
  const canVouch = computed(() => refusal.value?.problem === "ACCOUNT_UNKNOWN");
  const failure = ref<Failure>();
  watch(
    () => draft.apiKey,
    () => {
      refusal.value = undefined;
      isSameAccount.value = false;
    },
  );
  const check = computed(() => refusal.value ?? key.check.value);
  const { update, isUpdating } = useUpdateDestination();

  /** @returns whether it is saved. */
  async function submit(): Promise<boolean> {
    const apiKey = check.value.state === "empty" ? undefined : key.apiKey.value;
    const isVouchedFor = canVouch.value && isSameAccount.value;
    if (apiKey !== undefined && check.value.state !== "good" && !isVouchedFor) return false;
    const change = changeOf(stored, draft, apiKey ?? undefined);
    const updated = await update(isVouchedFor ? { ...change, isSameAccount: true } : change);
    failure.value = undefined;
    if (updated.ok) draft.apiKey = "";
    else if ("state" in updated.failure) refusal.value = updated.failure;
    else failure.value = updated.failure;
    return updated.ok;
  }

  return {
    draft,
    check,
    askAgain: key.askAgain,
    canVouch,
    isSameAccount,
    failure,
    submit,
    isUpdating,
    /** Where lists are looked for: in the account by the new key once that works, else by the one it has. */
    access: computed<SendGridAccess>(() =>
      check.value.state === "good" && key.apiKey.value
        ? { apiKey: key.apiKey.value, region: stored.region }
        : { destinationId: stored.id },
    ),
  };
}

/** Only what is another now: a list that cannot be looked up is no hindrance to a new name. */
function changeOf(stored: Destination, draft: EditDraft, apiKey: string | undefined): DestinationChange {
  const name = draft.name.trim();
  const contactLimit = readContactLimit(draft.contactLimit) ?? null;
  return {
    id: stored.id,
    ...(name === stored.name ? {} : { name }),
    ...(contactLimit === stored.contactLimit ? {} : { contactLimit }),
    ...(draft.listId === (stored.defaultList?.id ?? null) ? {} : { listId: draft.listId }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
}
