import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import AlertsPage from "./AlertsPage.vue";

const WEBHOOK = {
  ...{ __typename: "AlertChannel", id: "c1", name: "Ops", kind: "WEBHOOK", target: "https://example.com/in" },
  ...{ addresses: [], language: null, alerts: ["RUN_FAILED", "RUN_RECOVERED"], isOn: true },
};
const MAIL = {
  ...{ __typename: "AlertChannel", id: "c2", name: "Team", kind: "EMAIL", target: null, language: "KK" },
  ...{ addresses: ["ada@example.com", "bob@example.com"], alerts: ["RUN_FAILED"], isOn: false },
};
const aDelivery = (more: object) => ({
  ...{ id: "a1", channelId: "c1", kind: "RUN_FAILED", runId: "r1", state: "DELIVERED", attempt: 1 },
  ...{ nextTryAt: null, reached: [], failureCode: null, createdAt: "2026-11-24T10:00:00.000Z" },
  ...more,
});
const page = (...deliveries: object[]) => ({
  alertDeliveries: {
    totalCount: deliveries.length,
    pageInfo: { hasNextPage: false, endCursor: null },
    edges: deliveries.map((node) => ({ node })),
  },
});
const open = (deliveries: object[], more: object = {}) =>
  mountWithServer(AlertsPage, {
    answers: {
      AlertChannels: { alertChannels: [WEBHOOK, MAIL] },
      AlertDeliveries: page(...deliveries),
      ...more,
    },
  });

describe("AlertsPage", () => {
  test("says where alerts go, and of what", async () => {
    const { text } = await open([]);
    expect(text()).toContain("https://example.com/in");
    expect(text()).toContain("Run failed · Runs succeed again");
    expect(text()).toContain("ada@example.com, bob@example.com · Kazakh");
  });

  test("says what became of each alert, how often it was tried and why it did not arrive, and leads to its run", async () => {
    const { text, get } = await open([
      aDelivery({
        id: "a3",
        state: "PENDING",
        attempt: 4,
        failureCode: "too-slow",
        nextTryAt: "2026-11-24T11:00:00.000Z",
      }),
      aDelivery({
        id: "a2",
        channelId: "c2",
        state: "GIVEN_UP",
        failureCode: "answered-550",
        reached: ["ada@example.com"],
      }),
      aDelivery({ id: "a1", kind: "RUN_RECOVERED", runId: "r2" }),
    ]);
    expect(text()).toMatch(/On its way No answer in time Next try: .* 4 /);
    expect(text()).toContain("Given up The receiver answered 550 Reached: ada@example.com");
    expect(get("link", "Runs succeed again").getAttribute("href")).toBe("/runs/r2");
  });

  test("sends a test, turns a channel on, and removes one after asking", async () => {
    const { server, click } = await open([], {
      TestAlertChannel: { testAlertChannel: { __typename: "AlertDelivery" } },
      SwitchAlertChannel: { updateAlertChannel: { ...MAIL, isOn: true } },
      RemoveAlertChannel: { removeAlertChannel: { __typename: "AlertChannelRemoved" } },
    });
    await click("button", "Send a test to “Ops”");
    expect(server.asked("TestAlertChannel")).toEqual([{ id: "c1" }]);
    await click("switch", "“Team” is on");
    expect(server.asked("SwitchAlertChannel")).toEqual([{ id: "c2", isOn: true }]);
    await click("button", "Remove the channel “Ops”");
    expect(server.asked("RemoveAlertChannel")).toEqual([]);
    await click("button", "Remove", "[role=dialog]");
    expect(server.asked("RemoveAlertChannel")).toEqual([{ id: "c1" }]);
  });

  test("says that a channel was removed meanwhile", async () => {
    const gone = { __typename: "NotFound", code: "not-found", message: "No such thing." };
    const { click, text } = await open([], { TestAlertChannel: { testAlertChannel: gone } });
    await click("button", "Send a test to “Ops”");
    expect(text()).toContain("This is not here, or no longer.");
  });
});
