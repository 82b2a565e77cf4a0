import { flushPromises } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anExport, someChoices } from "../../testing/an-export.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import ExportForm from "./ExportForm.vue";

const field = (id: string, name: string, custom = false) => ({
  id,
  name,
  type: "TEXT",
  custom,
  maxLength: null,
});
const preview = ({
  input,
}: {
  input: { matching: { target: string; value: string }[]; segmentIds: string[] };
}) => ({
  exportPreview: {
    __typename: "ExportPreview",
    selectedCount: input.segmentIds.length === 2 ? 1_400 : 1_000,
    warnings: [],
    rows: ["ada@x.example", "bob@x.example"].map((email, row) => ({
      profileKey: `C-${row}`,
      values: input.matching.map(({ target, value }) => ({
        target,
        value: value === "email" ? email : `${value} ${row}`,
        problem: null,
      })),
    })),
  },
});
const answers = {
  DestinationFields: {
    sendGridFields: {
      __typename: "SendGridFields",
      fields: [
        field("email", "Email"),
        field("first_name", "First name"),
        field("city", "City"),
        field("e1_N", "orders", true),
      ],
    },
  },
  ExportPreview: preview,
  CreateExport: { createExport: { __typename: "Export", id: "e9", name: "x" } },
  UpdateExport: { updateExport: { __typename: "Export", id: "e1", name: "x" } },
};

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** Lets typing rest, and the preview come. */
async function rest() {
  vi.advanceTimersByTime(400);
  await flushPromises();
}

async function openForm(props: object = {}, more: object = {}) {
  const form = await mountWithServer(ExportForm, {
    props: { choices: someChoices(), stored: null, startDestinationId: "d1", ...props },
    answers: { ...answers, ...more },
  });
  await rest();
  return form;
}
const inputOf = (element: HTMLElement) => (element as HTMLInputElement).value;

describe("ExportForm", () => {
  test("begins at the matching when the destination is known, with what the names suggest", async () => {
    const { get, text } = await openForm();
    expect(inputOf(get("combobox", "Email"))).toBe("email");
    expect(inputOf(get("combobox", "First name"))).toBe("first_name");
    expect(inputOf(get("combobox", "orders"))).toBe("orders");
    expect(text()).toContain("4 of 8 fields matched");
  });

  test("shows what real people have there, one after the other", async () => {
    const { wrapper, click } = await openForm();
    const sample = () => wrapper.get("[data-testid=sample-email]").text();
    expect(sample()).toBe("ada@x.example");
    await click("button", "Another sample, forward");
    expect(sample()).toBe("bob@x.example");
    await click("button", "Another sample, forward");
    expect(sample()).toBe("ada@x.example");
  });

  test("does not go on without an e-mail address, and says so under its row", async () => {
    const { get, click, text } = await openForm({ choices: someChoices({ profileFields: ["first_name"] }) });
    expect(text()).not.toContain("Choose the profile field that holds the e-mail address.");
    await click("button", "Next");
    expect(text()).toContain("Choose the profile field that holds the e-mail address.");
    expect(get("combobox", "Email").getAttribute("aria-invalid")).toBe("true");
  });

  test("counts the segments together, each person once", async () => {
    const { wrapper, click } = await openForm();
    await click("button", "Next");
    await click("checkbox", "Active");
    await click("checkbox", "Almaty");
    await rest();
    expect(wrapper.get("[data-testid=selected-count]").text()).toBe("1,400");
    expect(wrapper.get("[data-testid=selected-count]").classes()).toContain("text-highlighted"); // of now, not of before
  });

  test("saves what was made, and does not run it", async () => {
    const { server, router, click } = await openForm();
    await click("button", "Next");
    await click("checkbox", "Active");
    await click("button", "Save");
    await rest();
    expect(server.asked("CreateExport")).toEqual([
      {
        input: {
          name: "Newsletter EN",
          destinationId: "d1",
          listId: "l1",
          segmentIds: ["s1"],
          matching: ["email", "first_name", "city"]
            .map((name) => ({ target: name, kind: "FIELD", value: name }))
            .concat({ target: "e1_N", kind: "FIELD", value: "orders" }),
        },
      },
    ]);
    expect(server.asked("StartExport")).toEqual([]);
    expect(router.currentRoute.value.path).toBe("/exports/e9");
  });

  test("changes an export without guessing at what was left out on purpose", async () => {
    const { get, server, click } = await openForm({ stored: anExport() });
    expect(inputOf(get("combobox", "First name"))).toBe("");
    await click("button", "Next");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateExport")).toEqual([
      {
        input: {
          id: "e1",
          name: "Weekly newsletter",
          listId: "l1",
          segmentIds: ["s1"],
          matching: anExport().matching,
        },
      },
    ]);
  });

  test("a name that is taken is said in the form's words, and nothing is left", async () => {
    const refusal = { code: "name-taken", path: "name", message: "Another export has this name." };
    const { router, click, text } = await openForm(
      {},
      {
        CreateExport: {
          createExport: {
            __typename: "InvalidInput",
            code: "invalid-input",
            message: "…",
            issues: [refusal],
          },
        },
      },
    );
    await click("button", "Next");
    await click("checkbox", "Active");
    await click("button", "Save");
    await rest();
    expect(text()).toContain("This name is taken. Choose another one.");
    expect(router.currentRoute.value.path).toBe("/");
  });
});
