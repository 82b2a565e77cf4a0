import { describe, expect, test } from "vitest";
import { aRun, aSendingRun } from "../../testing/a-run.ts";
import { anOutcomePage } from "../../testing/an-outcome-page.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import RunPage from "./RunPage.vue";

const open = (answers = {}) => mountWithServer(RunPage, { props: { runId: "r1" }, answers });

describe("RunPage", () => {
  test("follows the run: figures move in place, rejections show once there are some, and it settles", async () => {
    const { wrapper, server, serverSends, text } = await open({ Outcomes: anOutcomePage() });
    expect(server.asked("RunChanged")).toEqual([{ runId: "r1" }]);

    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 400 }) });
    const bar = wrapper.get("[role=progressbar]");
    expect(bar.attributes()).toMatchObject({ "aria-valuenow": "400", "aria-valuemax": "1000" });
    expect(wrapper.get("[data-testid=run-percent]").text()).toBe("40%");
    expect(text()).not.toContain("rejected");

    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 900, rejectedCount: 30 }) });
    expect(wrapper.get("[data-testid=run-line]").text()).toContain("30 rejected");

    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        state: "SUCCEEDED",
        processedCount: 1_000,
        deliveredCount: 970,
        rejectedCount: 30,
        endedAt: "2026-11-24T08:01:00.000Z",
      }),
    });
    const figure = (key: string) => wrapper.get(`[data-testid=sum-${key}]`).text();
    expect([figure("selected"), figure("delivered"), figure("rejected"), figure("duplicate")]).toEqual([
      "1,000",
      "970",
      "30",
      "0",
    ]);
    expect(text()).toContain("Partly rejected");
  });

  test("says how many SendGrid has just as they are, and that everybody goes where that was asked for", async () => {
    const { serverSends, text } = await open({ Outcomes: anOutcomePage() });
    await serverSends("RunChanged", {
      runChanged: aSendingRun({ processedCount: 900, unchangedCount: 900 }),
    });
    expect(text()).toContain("900 unchanged");
    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        ...{ state: "SUCCEEDED", processedCount: 1_000, unchangedCount: 990, deliveredCount: 10 },
      }),
    });
    expect(text()).toContain("Selected 1,000 = Delivered 10 + Unchanged 990");
    expect(text()).not.toContain("Everybody is sent again");
    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        ...{ state: "SUCCEEDED", isFull: true, processedCount: 1_000, deliveredCount: 1_000, attempt: 2 },
      }),
    });
    expect(text()).toContain("Everybody is sent again");
  });

  test("the tab says how far the run is, and only its name once it has ended", async () => {
    const { serverSends } = await open({ Outcomes: anOutcomePage() });
    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 669 }) });
    expect(document.title).toBe("66% · Weekly newsletter · Keruen");

    await serverSends("RunChanged", {
      runChanged: aSendingRun({ state: "SUCCEEDED", processedCount: 1_000, deliveredCount: 1_000 }),
    });
    expect(document.title).toBe("Weekly newsletter · Keruen");
  });

  test("says how many left the list, and offers who they were", async () => {
    const { wrapper, serverSends, get, text } = await open({ Outcomes: anOutcomePage() });
    await serverSends("RunChanged", { runChanged: aSendingRun({ state: "SETTLING", syncMode: "MIRROR" }) });
    expect(wrapper.get("[data-testid=run-line]").text()).toContain("Then whoever left the segments");

    const mirroring = { syncMode: "MIRROR", removedCount: 2 } as const;
    await serverSends("RunChanged", { runChanged: aSendingRun({ state: "SETTLING", ...mirroring }) });
    expect(wrapper.get("[data-testid=run-line]").text()).toContain("2 taken off the list");

    await serverSends("RunChanged", { runChanged: aSendingRun({ state: "SUCCEEDED", ...mirroring }) });
    expect(wrapper.get("[data-testid=run-removed]").text()).toBe("2");
    expect(get("link", "Download CSV").getAttribute("href")).toBe("/runs/r1/removed.csv");

    await serverSends("RunChanged", { runChanged: aSendingRun({ state: "SUCCEEDED" }) });
    expect(text()).not.toContain("taken off the list");
  });

  test("a run that waits says in figures what it asks, and goes on once somebody approves and confirms", async () => {
    const { server, serverSends, click, text, wrapper } = await open({
      Outcomes: anOutcomePage(),
      ApproveRun: { approveRun: { __typename: "Run", ...aSendingRun() } },
    });
    const waiting = aRun({
      ...{ state: "AWAITING_APPROVAL", selectedCount: 84, preparingAt: "2026-11-24T08:00:01.000Z" },
      approvalReason: {
        ...{ code: "mass-removal", selected: 84, selectedBefore: 100 },
        ...{ deliveries: 100, removals: 16, maxRemovalShare: 0.15 },
      },
    });
    await serverSends("RunChanged", { runChanged: waiting });
    expect(text()).toContain("16 of the 100 people whom this export has put on the list would leave it.");
    expect(text()).toContain("it may be 15% of them. Nothing has been sent.");
    await click("button", "Approve");
    expect(server.asked("ApproveRun")).toEqual([]);
    await click("button", "Approve", "[role=dialog]");
    expect(server.asked("ApproveRun")).toEqual([{ runId: "r1" }]);

    const approved = { approvedBy: { id: "u2", name: "Dana" }, approvedAt: "2026-11-24T09:00:00.000Z" };
    await serverSends("RunChanged", {
      runChanged: aSendingRun({ ...waiting, state: "UPLOADING", ...approved }),
    });
    expect(wrapper.get("[data-testid=run-approved]").text()).toContain("Approved by Dana");
  });

  test("a dry run says plainly that nothing is sent, whom a run would send and take off, and what it would ask", async () => {
    const { wrapper, serverSends, get, text, server } = await open({ Outcomes: anOutcomePage() });
    const dry = { isDryRun: true, syncMode: "MIRROR", processedCount: 1_000, unchangedCount: 900 } as const;
    await serverSends("RunChanged", { runChanged: aSendingRun({ ...dry, processedCount: 950 }) });
    expect(text()).toContain("Dry run: nothing is sent");
    expect(text()).toContain("Comparing");
    expect(text()).not.toMatch(/Sending|Settling|Sent in requests/);

    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        ...{ ...dry, state: "SUCCEEDED", plan: { toAdd: 60, toChange: 40, toRemove: 200 } },
        approvalReason: {
          ...{ code: "mass-removal", selected: 1_000, selectedBefore: 1_140 },
          ...{ deliveries: 1_140, removals: 200, maxRemovalShare: 0.15 },
        },
      }),
    });
    const figure = (key: string) => wrapper.get(`[data-testid=sum-${key}]`).text();
    expect([figure("toAdd"), figure("toChange"), figure("unchanged")]).toEqual(["60", "40", "900"]);
    expect(wrapper.find("[data-testid=sum-delivered]").exists()).toBe(false);
    expect(wrapper.get("[data-testid=run-removed]").text()).toBe("200");
    expect(text()).toContain("people would be taken off the list");
    expect(text()).toContain("A run would wait for approval 200 of the 1,140 people");
    expect(server.asked("Outcomes")).toMatchObject([{ kind: "TO_ADD" }]);
    expect(wrapper.findAll("th").map((head) => head.text())).toEqual(["Reason", "Profile"]); // no value is at fault
    expect(document.querySelector('a[href="/runs/r1/outcomes.csv?kind=TO_ADD"]')).not.toBeNull();
    expect(get("link", "Open export")).toBeTruthy();
  });

  test("says which way it goes up, and why, once that is chosen", async () => {
    const { wrapper, serverSends } = await open({ Outcomes: anOutcomePage() });
    await serverSends("RunChanged", { runChanged: aRun() });
    expect(wrapper.find("[data-testid=run-route]").exists()).toBe(false);

    const routeReason = { requests: 1_340, maxRequests: 100 };
    await serverSends("RunChanged", { runChanged: aSendingRun({ route: "IMPORT", routeReason }) });
    expect(wrapper.get("[data-testid=run-route]").text()).toBe(
      "As files to SendGrid: about 1,340 requests would be needed, and a run that needs more than 100 goes up as files.",
    );

    const one = { requests: 1, maxRequests: 100 };
    await serverSends("RunChanged", { runChanged: aSendingRun({ route: "UPSERT", routeReason: one }) });
    expect(wrapper.get("[data-testid=run-route]").text()).toContain("In about 1 request to SendGrid.");

    const inVain = { route: "IMPORT", routeReason, state: "SUCCEEDED", acceptedCount: 0 } as const;
    await serverSends("RunChanged", { runChanged: aSendingRun(inVain) });
    expect(wrapper.find("[data-testid=run-route]").exists()).toBe(false); // nobody had to go up
  });

  test("a lost connection is said, and the figures stand; what comes late never sets them back", async () => {
    const { wrapper, connection, serverSends, text } = await open();
    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 500 }) });
    expect(text()).toContain("Live");

    connection.lost();
    await wrapper.vm.$nextTick();
    expect(text()).toContain("Reconnecting…");
    expect(text()).not.toContain("Live");
    expect(wrapper.get("[data-testid=run-processed]").text()).toBe("500");

    connection.opened();
    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 480 }) });
    expect(wrapper.get("[data-testid=run-processed]").text()).toBe("500");
    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 800 }) });
    expect(wrapper.get("[data-testid=run-processed]").text()).toBe("800");
    expect(text()).toContain("Live");
  });

  test("cancelling asks first, naming how many will not be sent", async () => {
    const { server, serverSends, click } = await open({
      CancelRun: { cancelRun: { __typename: "Run", ...aRun({ state: "CANCELED" }) } },
    });
    await serverSends("RunChanged", { runChanged: aSendingRun({ processedCount: 400 }) });

    await click("button", "Cancel run");
    expect(document.querySelector("[role=dialog]")?.textContent).toContain("600 people will not be sent");
    expect(server.asked("CancelRun")).toEqual([]);

    await click("button", "Cancel run", "[role=dialog]");
    expect(server.asked("CancelRun")).toEqual([{ runId: "r1" }]);
  });

  test("says so when there is no such run, instead of waiting for it for ever", async () => {
    const { server, text, wrapper } = await open();
    expect(text()).not.toContain("This is not here");
    server.complete("RunChanged");
    await wrapper.vm.$nextTick();
    expect(text()).toContain("This is not here, or no longer.");
  });

  test("says why an attempt failed and when the next one begins", async () => {
    const { serverSends, text } = await open();
    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        attempt: 2,
        nextTryAt: "2026-11-24T08:05:00.000Z",
        failure: { code: "sendgrid-unavailable", message: "…" },
      }),
    });
    expect(text()).toContain("SendGrid does not answer.");
    expect(text()).toMatch(/Attempt 2\. The next one begins at \d\d:\d\d:00\./);
  });

  test("says since when nobody knows any more who was in an old run, and asks for none of them", async () => {
    const { server, serverSends, text } = await open();
    await serverSends("RunChanged", {
      runChanged: aSendingRun({
        ...{ state: "SUCCEEDED", processedCount: 1_000, deliveredCount: 1_000, syncMode: "MIRROR" },
        ...{ removedCount: 7, endedAt: "2026-08-01T08:01:00.000Z" },
        detailsPrunedAt: "2026-11-01T08:00:00.000Z",
      }),
    });
    expect(text()).toMatch(/Since Nov 1, 2026.*, who was in this run is no longer kept/);
    expect(text()).toContain("Selected 1,000 = Delivered 1,000");
    expect(text()).not.toContain("Download CSV");
    expect(server.asked("Outcomes")).toEqual([]);
  });
});
