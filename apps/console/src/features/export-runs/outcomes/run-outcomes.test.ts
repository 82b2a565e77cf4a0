import { describe, expect, test } from "vitest";
import { aSendingRun } from "../../../testing/a-run.ts";
import { anOutcomePage } from "../../../testing/an-outcome-page.ts";
import { mountWithServer } from "../../../testing/mount-with-server.ts";
import RunPage from "../RunPage.vue";

const open = (answers = {}) => mountWithServer(RunPage, { props: { runId: "r1" }, answers });

describe("what became of people, on the page of a run", () => {
  test("names each rejected person with the reason and SendGrid's own words", async () => {
    const { server, serverSends, text } = await open({
      Outcomes: anOutcomePage({
        kind: "REJECTED",
        code: "refused-by-sendgrid",
        field: "email",
        message: "email 'x@y.example' is not allowed",
        value: "x@y.example",
        profileKey: "C-7",
        duplicateOfKey: null,
      }),
    });
    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        state: "SUCCEEDED",
        deliveredCount: 999,
        rejectedCount: 1,
        rejections: [{ code: "refused-by-sendgrid", field: "email", count: 1 }],
      }),
    });
    expect(server.asked("Outcomes")[0]).toMatchObject({
      runId: "r1",
      kind: "REJECTED",
      first: 50,
      after: null,
    });
    expect(text()).toContain("Refused by SendGrid");
    expect(text()).toContain("SendGrid says: email 'x@y.example' is not allowed");
    expect(text()).toContain("C-7");
  });

  test("names each suppressed person with the reason, and counts them by reason beside the rejected", async () => {
    const { wrapper, server, serverSends, text, type } = await open({
      Outcomes: anOutcomePage({
        kind: "SUPPRESSED",
        code: "group-unsubscribe",
        field: "email",
        message: "Offers",
        value: "gone@x.example",
        profileKey: "C-8",
        duplicateOfKey: null,
      }),
    });
    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        ...{ state: "SUCCEEDED", processedCount: 1_000, deliveredCount: 990, suppressedCount: 10 },
        suppressed: [
          { code: "bounce", group: null, count: 9 },
          { code: "group-unsubscribe", group: "Offers", count: 1 },
        ],
      }),
    });
    expect(server.asked("Outcomes")[0]).toMatchObject({ kind: "SUPPRESSED", code: null });
    expect(wrapper.get("[data-testid=sum-suppressed]").text()).toBe("10");
    expect(wrapper.find("[data-testid=sum-unsettled]").exists()).toBe(false);
    expect(text()).toContain("Suppressed, by reason");
    expect(text()).toContain("Bounced: the mailbox does not exist");
    expect(text()).toMatch(/Unsubscribed from a group\s*Offers/);
    await type("combobox", "Reason", "bounce");
    expect(server.asked("Outcomes").at(-1)).toMatchObject({ kind: "SUPPRESSED", code: "bounce" });
  });
});
