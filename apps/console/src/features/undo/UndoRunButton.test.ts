import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import { aRun } from "../../testing/a-run.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import UndoRunButton from "./UndoRunButton.vue";

const wrong = aRun({
  state: "SUCCEEDED",
  selectedCount: 1_300,
  processedCount: 1_300,
  deliveredCount: 1_234,
});
const figures = { __typename: "UndoPreview", toRemove: 1_234, toSendAgain: 1, claimed: 0, unknown: 2 };
const open = async (answers: Record<string, object>, facts: object = {}) =>
  await mountWithServer(UndoRunButton, { props: { run: aRun({ ...wrong, ...facts }) }, answers });
const dialog = () => document.querySelector("[role=dialog]")?.textContent ?? "";

async function openDialog(click: (role: string, name: string) => Promise<unknown>) {
  await click("button", "Undo");
  await vi.waitFor(() => expect(dialog()).not.toBe(""));
  await flushPromises();
}

describe("undoing a run", () => {
  test("shows the figures and what is not restored, and confirms just those", async () => {
    const { server, click, router } = await open({
      UndoPreview: { undoPreview: figures },
      UndoRun: { undoRun: { __typename: "Run", id: "r2" } },
    });
    await openDialog(click);
    expect(dialog()).toContain("1,234 people whom this run added are taken off the list.");
    expect(dialog()).toContain("1 person whom this run took off is sent again");
    expect(dialog()).toContain("2 have no profile any more");
    expect(dialog()).toContain("SendGrid keeps no earlier ones");
    expect(server.asked("UndoRun")).toEqual([]);
    await click("button", "Undo", "[role=dialog]");
    expect(server.asked("UndoRun")).toEqual([
      { runId: "r1", confirmed: { toRemove: 1_234, toSendAgain: 1 } },
    ]);
    expect(router.currentRoute.value.path).toBe("/runs/r2");
  });

  test("says why a run cannot be undone, and offers nothing to confirm", async () => {
    const refusal = { __typename: "RunChangedSince", code: "run-changed-since", message: "12 of them." };
    const { click } = await open({ UndoPreview: { undoPreview: refusal } });
    await openDialog(click);
    expect(dialog()).toContain("Later runs have changed the same people.");
    expect(document.querySelectorAll("[role=dialog] button")).toHaveLength(1);
  });

  test.each([
    ["goes on", { state: "UPLOADING" }],
    ["reached nobody", { deliveredCount: 0 }],
    ["is a dry run", { isDryRun: true }],
    ["is an undo", { undoOf: { id: "r0" } }],
    ["has lost its export", { exportId: null }],
  ])("is not offered of a run that %s", async (_, facts) => {
    expect((await open({}, facts)).wrapper.findAll("button")).toHaveLength(0);
  });
});
