import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { System } from "./system.graphql.ts";

/** The sandbox this server runs against; null in earnest, undefined until it is known. */
export function useSandbox() {
  const { data, executeQuery } = useQuery({ query: System });

  return {
    sandbox: computed(() => data.value?.system.sandbox),
    refresh: () => void executeQuery({ requestPolicy: "network-only" }),
  };
}
