import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { anExport } from "../../../testing/an-export.ts";
import { openForm, rest } from "../../../testing/an-export-form.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

describe("whom an export leaves out", () => {
  const UNREADABLE = {
    SuppressionGroups: {
      sendGridSuppressionGroups: {
        __typename: "SuppressionsUnreadable",
        code: "suppressions-unreadable",
        message: "…",
        missingScopes: ["suppression.read", "asm.groups.read"],
      },
    },
  };
  const spamReports = "have reported a message as spam";
  const isTicked = (element: HTMLElement) => element.getAttribute("aria-checked") === "true";

  async function savedChoice({ server, click }: Awaited<ReturnType<typeof openForm>>, name: string) {
    await click("button", "Save");
    await rest();
    const [{ input }] = server.asked(name) as [
      { input: { suppressions: string[]; suppressionGroupIds: number[] } },
    ];
    return [input.suppressions, input.suppressionGroupIds];
  }

  test("is everybody whom SendGrid sends nothing to, unless a person says otherwise, and groups on request", async () => {
    const form = await openForm();
    await form.click("button", "Next");
    expect(isTicked(form.get("checkbox", spamReports))).toBe(true);
    expect(form.text()).toContain("12 people");
    await form.click("checkbox", spamReports);
    await form.click("checkbox", "have unsubscribed from “Offers”");
    await form.click("checkbox", "Active");
    expect(await savedChoice(form, "CreateExport")).toEqual([
      ["GLOBAL_UNSUBSCRIBE", "BOUNCE", "INVALID_EMAIL"],
      [7],
    ]);
  });

  test("is nobody where the key may not read them, and the scopes to add are named", async () => {
    const form = await openForm({}, UNREADABLE);
    await form.click("button", "Next");
    expect(isTicked(form.get("checkbox", spamReports))).toBe(false);
    expect(form.text()).toContain("suppression.read, asm.groups.read");
    await form.click("checkbox", "Active");
    expect(await savedChoice(form, "CreateExport")).toEqual([[], []]);
  });

  test("of a saved export stays as it was chosen, a group that is gone among them until it is taken out", async () => {
    const stored = anExport({
      suppressions: ["BOUNCE"],
      suppressionGroups: [{ id: 9, name: "Old news" }],
    });
    const form = await openForm({ stored });
    await form.click("button", "Next");
    expect(isTicked(form.get("checkbox", spamReports))).toBe(false);
    expect(form.text()).toContain("no longer in SendGrid");
    await form.click("checkbox", "have unsubscribed from “Old news”");
    expect(await savedChoice(form, "UpdateExport")).toEqual([["BOUNCE"], []]);
  });
});
