import { flushPromises } from "@vue/test-utils";
import { describe, expect, test } from "vitest";
import { defineComponent, h, shallowRef } from "vue";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import { type EditedGroup, emptyGroup, ruleInput } from "./edited-rule.ts";
import RuleGroupEditor from "./RuleGroupEditor.vue";

const fields = [
  { name: "city", type: "TEXT" as const, looksLikeEmail: false, suggestedFor: null },
  { name: "orders", type: "NUMBER" as const, looksLikeEmail: false, suggestedFor: null },
];

async function openEditor(start: EditedGroup = emptyGroup()) {
  const rule = shallowRef(start);
  const host = defineComponent(
    () => () =>
      h(RuleGroupEditor, {
        fields,
        modelValue: rule.value,
        "onUpdate:modelValue": (next: EditedGroup) => {
          rule.value = next;
        },
      }),
  );
  return { ...(await mountWithServer(host)), rule, saved: () => ruleInput(rule.value) };
}

async function choose(select: HTMLElement, value: string) {
  (select as HTMLSelectElement).value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await flushPromises();
}

describe("RuleGroupEditor", () => {
  test("offers what can be asked of a field of this type, and no more", async () => {
    const { get, rule } = await openEditor();
    const offered = () =>
      [...get("combobox", "Condition").querySelectorAll("option")].map(({ value }) => value);
    expect(offered()).toContain("STARTS_WITH");
    expect(offered()).not.toContain("GREATER_THAN");

    const [condition] = rule.value.conditions;
    rule.value = { ...rule.value, conditions: condition ? [{ ...condition, field: "orders" }] : [] };
    await flushPromises();
    expect(offered()).toContain("GREATER_THAN");
    expect(offered()).not.toContain("STARTS_WITH");
  });

  test("asks for two values between, several for one of, and none for is filled", async () => {
    const { get, type, saved, wrapper } = await openEditor({
      ...emptyGroup(),
      conditions: [{ key: "k", field: "orders", operator: "EQUALS", values: [""] }],
    });
    await choose(get("combobox", "Condition"), "BETWEEN");
    expect(wrapper.findAll("input[type=number]")).toHaveLength(2);

    await choose(get("combobox", "Condition"), "ONE_OF");
    await type("textbox", "Values", "1, 2,,3");
    expect(saved().conditions[0]?.values).toEqual(["1", "2", "3"]);

    await choose(get("combobox", "Condition"), "IS_SET");
    expect(wrapper.findAll("input[type=number], input[type=text]:not([role=combobox])")).toHaveLength(0);
    expect(saved().conditions[0]?.values).toEqual([]);
  });

  test("nests groups that join the other way, as deep as the server takes them and no deeper", async () => {
    const { click, saved, wrapper } = await openEditor();
    const innermost = (depth: number) => Array(depth).fill("fieldset").join(" ");
    for (const depth of [1, 2, 3, 4]) await click("button", "Add a group", innermost(depth));
    expect(saved()).toMatchObject({
      join: "AND",
      groups: [
        { join: "OR", groups: [{ join: "AND", groups: [{ join: "OR", groups: [{ join: "AND" }] }] }] },
      ],
    });
    expect(wrapper.find(innermost(5)).text()).not.toContain("Add a group");
  });

  test("takes away one condition and leaves the others as they were", async () => {
    const conditions = ["a", "b"].map((value) => ({
      key: value,
      field: "city",
      operator: "EQUALS" as const,
      values: [value],
    }));
    const { click, saved } = await openEditor({ ...emptyGroup(), conditions });
    await click("button", "Remove the condition");
    expect(saved().conditions.map(({ values }) => values)).toEqual([["b"]]);
  });
});
