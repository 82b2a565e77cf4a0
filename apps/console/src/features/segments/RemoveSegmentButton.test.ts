import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import RemoveSegmentButton from "./RemoveSegmentButton.vue";
import type { Segment } from "./segment.graphql.ts";

const segment: Segment = {
  id: "s1",
  name: "Almaty",
  kind: "DYNAMIC",
  state: "READY",
  memberCount: 600,
  builtAt: null,
  failure: null,
  usedBy: ["Weekly newsletter"],
  rule: null,
};
const open = (answer: object) =>
  mountWithServer(RemoveSegmentButton, {
    props: { segment },
    answers: { RemoveSegment: { removeSegment: answer } },
  });

describe("RemoveSegmentButton", () => {
  test("names the exports that keep a segment from being removed, and stays", async () => {
    const inUse = {
      __typename: "SegmentInUse",
      code: "segment-in-use",
      message: "…",
      exports: ["Weekly newsletter", "Win-back"],
    };
    const { click, router } = await open(inUse);
    await click("button", "Remove");
    await click("button", "Remove", "[role=dialog]");
    const said = document.querySelector("[role=dialog]")?.textContent;
    expect(said).toContain("Exports use this segment.");
    expect(said).toContain("Weekly newsletter");
    expect(said).toContain("Win-back");
    expect(router.currentRoute.value.path).toBe("/");
  });

  test("removes it and goes back to the list", async () => {
    const { click, server, router } = await open({ __typename: "SegmentRemoved", id: "s1" });
    await click("button", "Remove");
    expect(server.asked("RemoveSegment")).toEqual([]);
    await click("button", "Remove", "[role=dialog]");
    expect(server.asked("RemoveSegment")).toEqual([{ id: "s1" }]);
    expect(router.currentRoute.value.path).toBe("/segments");
  });
});
