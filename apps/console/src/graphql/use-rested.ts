import { watchDebounced } from "@vueuse/core";
import { type Ref, type ShallowRef, shallowRef } from "vue";

/**
 * A value as it was when it had last rested for a while: what is asked of the server while somebody types.
 * The very same value, not a copy: whether the two differ tells whether the answer is behind.
 */
export function useRested<Value>(value: Readonly<Ref<Value>>, restMs: number): Readonly<ShallowRef<Value>> {
  const rested = shallowRef(value.value);
  watchDebounced(
    value,
    (latest) => {
      rested.value = latest;
    },
    { debounce: restMs },
  );
  return rested;
}
