import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import AuditPage from "./AuditPage.vue";

const anEvent = (more: object = {}) => ({
  ...{ id: "7", at: "2026-11-24T10:00:00.000Z", action: "export-created" },
  ...{ subjectId: "e1", subjectName: "Readers", actor: { id: "u1", name: "Ada" } },
  ...more,
});
const page = (...events: object[]) => ({
  auditEvents: {
    totalCount: events.length,
    pageInfo: { hasNextPage: false, endCursor: null },
    edges: events.map((node) => ({ node })),
  },
});

describe("AuditPage", () => {
  test("says who did what to which thing, and leads to it while it is there", async () => {
    const { text, get } = await mountWithServer(AuditPage, {
      answers: {
        AuditEvents: page(
          anEvent({ id: "8", action: "export-removed", subjectName: "Old readers", actor: null }),
          anEvent(),
        ),
      },
    });
    expect(text()).toContain("Export created");
    expect(text()).toContain("Export removed");
    expect(text()).toContain("A user who is gone");
    expect(get("link", "Readers").getAttribute("href")).toBe("/exports/e1");
    expect(() => get("link", "Old readers")).toThrow("No link");
  });

  test("shows the code of something that a newer server tells", async () => {
    const { text } = await mountWithServer(AuditPage, {
      answers: { AuditEvents: page(anEvent({ action: "moon-landed" })) },
      language: "kk",
    });
    expect(text()).toContain("moon-landed");
  });

  test("asks for one kind, and for one thing", async () => {
    const { server, type } = await mountWithServer(AuditPage, {
      props: { subjectId: "e1" },
      answers: { AuditEvents: page(anEvent()) },
    });
    await type("combobox", "What", "run-started");
    expect(server.asked("AuditEvents").at(-1)).toMatchObject({
      action: "run-started",
      subjectId: "e1",
      after: null,
    });
  });
});
