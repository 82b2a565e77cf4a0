import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anExport, someChoices } from "../../../testing/an-export.ts";
import { field, openForm, rest } from "../../../testing/an-export-form.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

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

  test("makes a field that SendGrid lacks, and puts it among the rows", async () => {
    const made = { ...field("e2_N", "points", true), type: "NUMBER", __typename: "SendGridField" };
    const { server, get, click, type } = await openForm(
      {},
      { CreateSendGridField: { createSendGridField: made } },
    );
    await click("button", "Create a field in SendGrid");
    await type("textbox", "Name of the new field", "points");
    await click("button", "Create");
    await rest();
    expect(server.asked("CreateSendGridField")).toEqual([
      { input: { access: { destinationId: "d1" }, name: "points", type: "TEXT" } },
    ]);
    expect(get("combobox", "e2_N")).toBeTruthy();
    expect(get("button", "Create a field in SendGrid")).toBeTruthy();
  });

  test("says what is wrong with a new field's name, and keeps what was typed", async () => {
    const refusal = { code: "name-reserved", path: "name", message: "…" };
    const refused = { __typename: "InvalidInput", code: "invalid-input", message: "…", issues: [refusal] };
    const { get, click, type, text } = await openForm(
      {},
      { CreateSendGridField: { createSendGridField: refused } },
    );
    await click("button", "Create a field in SendGrid");
    await type("textbox", "Name of the new field", "email");
    await click("button", "Create");
    await rest();
    expect(text()).toContain("SendGrid has a field of its own by this name. Choose another one.");
    expect(inputOf(get("textbox", "Name of the new field"))).toBe("email");
  });

  test("counts the segments together, each person once", async () => {
    const { wrapper, click } = await openForm();
    await click("button", "Next");
    await click("checkbox", "Active");
    await click("checkbox", "Almaty");
    await rest();
    expect(wrapper.get("[data-testid=selected-count]").text()).toBe("1,400 people");
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
          syncMode: "ADD",
          ...{ maxRemovalShare: 0.15, maxRejectedShare: 0.05 },
          schedule: { kind: "WITH_REFRESH", recurrence: null },
          matching: ["email", "first_name", "city"]
            .map((name) => ({ target: name, kind: "FIELD", value: name, whenEmpty: "LEAVE" }))
            .concat({ target: "e1_N", kind: "FIELD", value: "orders", whenEmpty: "LEAVE" }),
          suppressions: ["GLOBAL_UNSUBSCRIBE", "BOUNCE", "SPAM_REPORT", "INVALID_EMAIL"],
          suppressionGroupIds: [],
        },
      },
    ]);
    expect(server.asked("StartExport")).toEqual([]);
    expect(router.currentRoute.value.path).toBe("/exports/e9");
  });

  test("clears in SendGrid what is empty where that is asked for, and offers it for texts that are no identifiers", async () => {
    const { server, get, click } = await openForm();
    await click("checkbox", "City: clear in SendGrid where empty");
    expect(() => get("checkbox", "Email: clear in SendGrid where empty")).toThrow();
    await click("button", "Next");
    await click("checkbox", "Active");
    await click("button", "Save");
    await rest();
    const [{ input }] = server.asked("CreateExport") as [{ input: { matching: { target: string }[] } }];
    expect(input.matching.find(({ target }) => target === "city")).toMatchObject({ whenEmpty: "CLEAR" });
    expect(input.matching.find(({ target }) => target === "first_name")).toMatchObject({
      whenEmpty: "LEAVE",
    });
  });

  test("mirrors where that is chosen, and says what becomes of people who leave", async () => {
    const { server, click, text, type } = await openForm({ stored: anExport() });
    await click("button", "Next");
    expect(text()).toContain("only people whom this export put there and no other export claims");
    await click("radio", "Leave the list too");
    await type("combobox", "A run that would take off more of them waits for approval", "0.25");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateExport")).toMatchObject([
      { input: { syncMode: "MIRROR", maxRemovalShare: 0.25 } },
    ]);
  });

  test("gives it times of its own, and cannot be saved without a day", async () => {
    const { server, click, get, text } = await openForm({ stored: anExport() });
    await click("button", "Next");
    await click("radio", "At its own times");
    for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
      await click("checkbox", day);
    expect(text()).toContain("Choose at least one day.");
    expect(get("button", "Save")).toHaveProperty("disabled", true);
    await click("checkbox", "Friday");
    await click("button", "Save");
    await rest();
    expect(server.asked("UpdateExport")).toMatchObject([
      { input: { schedule: { kind: "OWN", recurrence: { days: [5], times: ["03:00"] } } } },
    ]);
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
          syncMode: "ADD",
          ...{ maxRemovalShare: 0.15, maxRejectedShare: 0.05 },
          schedule: { kind: "WITH_REFRESH", recurrence: null },
          matching: anExport().matching,
          suppressions: [],
          suppressionGroupIds: [],
        },
      },
    ]);
  });

  test("marks the name where it is taken, until another one is typed", async () => {
    const refusal = { code: "name-taken", path: "name", message: "Another export has this name." };
    const { router, get, click, type } = await openForm(
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
    const name = get("textbox", "Export name");
    expect(name.getAttribute("aria-invalid")).toBe("true");
    const described = name.getAttribute("aria-describedby")?.split(" ") ?? [];
    const notes = described.map((id) => name.ownerDocument.getElementById(id)?.textContent?.trim());
    expect(notes).toEqual(["This name is taken. Choose another one."]);
    await type("textbox", "Export name", "Another");
    await rest();
    expect(get("textbox", "Export name").getAttribute("aria-invalid")).not.toBe("true");
    expect(router.currentRoute.value.path).toBe("/");
  });
});
