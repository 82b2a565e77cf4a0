import { useIntervalFn } from "@vueuse/core";
import { type Ref, ref } from "vue";

/** This moment, in milliseconds since the epoch, looked at again every ten seconds: for "5 minutes ago". */
export function useNow(): Ref<number> {
  const now = ref(Date.now());
  useIntervalFn(() => {
    now.value = Date.now();
  }, 10_000);
  return now;
}
