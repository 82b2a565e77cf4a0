/**
 * What the palette offers: the pages, every export by name, and a run of each.
 *
 * Reads  : the query `exports`.
 * Writes : a run, when one is asked for.
 * Used by: `CommandPalette.vue`.
 */
import type { CommandPaletteGroup } from "@nuxt/ui/components/CommandPalette.vue";
import { useToast } from "@nuxt/ui/composables";
import { useQuery } from "@urql/vue";
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { useStartExport } from "../export-runs/use-start-export.ts";
import { Exports } from "../exports/export.graphql.ts";
import { useFailureWords } from "../failures/use-failure-words.ts";
import { NAVIGATION } from "./navigation.ts";

export function useCommands(close: () => void) {
  const { t } = useI18n();
  const router = useRouter();
  const toast = useToast();
  const failureWords = useFailureWords();
  const { start } = useStartExport();
  const { data } = useQuery({ query: Exports, variables: { first: 50, after: null } });

  function go(path: string) {
    close();
    void router.push(path);
  }

  async function run(exportId: string) {
    close();
    const started = await start(exportId);
    if (started.ok) return go(`/runs/${started.value}`);
    const { what, todo } = failureWords(started.failure);
    toast.add({ title: what, description: todo, color: "error", icon: "i-lucide-circle-x", duration: 0 });
  }

  const pages = computed(() =>
    NAVIGATION.flatMap(({ links }) => [...links]).map(({ key, to, icon }) => ({
      label: t(`frame.links.${key}`),
      icon,
      onSelect: () => go(to),
    })),
  );
  const exports = computed(() => data.value?.exports.edges.map(({ node }) => node) ?? []);

  return {
    groups: computed<CommandPaletteGroup[]>(() => [
      { id: "pages", label: t("frame.pages"), items: pages.value },
      {
        id: "exports",
        label: t("frame.links.exports"),
        items: [
          { label: t("exports.new"), icon: "i-lucide-plus", onSelect: () => go("/exports/new") },
          ...exports.value.map(({ id, name }) => ({
            label: name,
            icon: "i-lucide-send",
            onSelect: () => go(`/exports/${id}`),
          })),
        ],
      },
      {
        id: "runs",
        label: t("frame.actions"),
        items: exports.value.map(({ id, name }) => ({
          label: t("exports.runNamed", { name }),
          icon: "i-lucide-play",
          onSelect: () => void run(id),
        })),
      },
    ]),
  };
}
