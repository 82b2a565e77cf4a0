import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import { defineAsyncComponent, defineComponent, h, nextTick, ref, useTemplateRef } from "vue";
import { useFocusAfter } from "./use-focus-after.ts";

test("the focus goes to what comes next, also where that is still being loaded", async () => {
  const step = ref(1);
  let arrive: (part: ReturnType<typeof defineComponent>) => void = () => undefined;
  const Late = defineAsyncComponent(
    () => new Promise<ReturnType<typeof defineComponent>>((resolve) => (arrive = resolve)),
  );
  const Steps = defineComponent({
    setup() {
      const container = useTemplateRef<HTMLElement>("container");
      useFocusAfter(step, container, "h2");
      const title = (id: string) => h("h2", { id, key: id, tabindex: -1 });
      return () => h("div", { ref: "container" }, [step.value === 2 ? h(Late) : title(`step-${step.value}`)]);
    },
  });
  mount(Steps, { attachTo: document.body });

  step.value = 2;
  await nextTick();
  await nextTick();
  expect(document.activeElement).toBe(document.body);
  arrive(defineComponent({ render: () => h("h2", { id: "late", tabindex: -1 }) }));
  await expect.poll(() => document.activeElement?.id).toBe("late");
  step.value = 3;
  await expect.poll(() => document.activeElement?.id).toBe("step-3");
});
