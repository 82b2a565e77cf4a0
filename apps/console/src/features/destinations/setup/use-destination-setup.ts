/**
 * Setting up a SendGrid destination: name, key and region, list, consent, connect, export user.
 *
 * Reads  : what is entered, what SendGrid says of the key.
 * Writes : the destination, then its export user.
 * Used by: `DestinationSetupPage.vue`.
 */
import { computed, reactive, ref, shallowRef, toRef, watch } from "vue";
import type { Failure } from "../../../graphql/failure.ts";
import { useKeyCheck } from "../account/use-key-check.ts";
import type { Destination } from "../destination.graphql.ts";
import { readContactLimit } from "../edit/contact-limit.ts";
import { useBecomeExportUser } from "../use-become-export-user.ts";
import { CONSENT_TEXT_VERSION } from "./consent-text.ts";
import type { SetupDraft } from "./setup-schema.ts";
import { useConnect } from "./use-connect.ts";

export type SetupStep = "name" | "key" | "list" | "consent" | "exportUser";

export function useDestinationSetup() {
  const draft = reactive<SetupDraft>({
    name: "",
    apiKey: "",
    region: "GLOBAL",
    listId: null,
    contactLimit: "",
    consent: false,
  });
  const { check, apiKey, askAgain } = useKeyCheck(toRef(draft, "apiKey"), toRef(draft, "region"));
  watch([apiKey, () => draft.region], () => {
    draft.listId = null; // another key may be another account
  });

  const destination = shallowRef<Destination>();
  const failure = ref<Failure>();
  const { connect, isConnecting } = useConnect();
  const { become, isBecoming } = useBecomeExportUser();

  async function submit() {
    if (check.value.state !== "good" || !apiKey.value) return;
    const { name, region, listId, consent } = draft;
    const contactLimit = readContactLimit(draft.contactLimit) ?? null;
    const connected = await connect({
      name: name.trim(),
      apiKey: apiKey.value,
      region,
      listId,
      contactLimit,
      consent,
      consentTextVersion: CONSENT_TEXT_VERSION,
    });
    failure.value = connected.ok ? undefined : connected.failure;
    if (!connected.ok) return;
    destination.value = connected.value;
    draft.apiKey = ""; // it has done its work here
  }

  async function addYourself() {
    if (!destination.value) return;
    const added = await become(destination.value.id);
    failure.value = added.ok ? undefined : added.failure;
    if (added.ok) destination.value = added.value;
  }

  return {
    draft,
    check,
    apiKey,
    askAgain,
    destination,
    failure,
    submit,
    isConnecting,
    addYourself,
    isBecoming,
    isDone: computed<Record<SetupStep, boolean>>(() => {
      const isConnected = destination.value !== undefined;
      return {
        name: isConnected || draft.name.trim() !== "",
        key: isConnected || check.value.state === "good",
        list: isConnected || draft.listId !== null,
        consent: isConnected,
        exportUser: Boolean(destination.value?.exportUser),
      };
    }),
  };
}
