import { describe, expect, test } from "vitest";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import PersonPage from "./PersonPage.vue";

const aRun = (more: object = {}) => ({
  ...{ runId: "r1", state: "SUCCEEDED", isDryRun: false, queuedAt: "2026-11-24T10:00:00.000Z" },
  ...{ isPruned: false, isRemoved: false, outcome: null, jobs: [] },
  ...more,
});
const anExport = (more: object = {}) => ({
  ...{
    exportId: "e1",
    exportName: "Readers",
    destinationName: "Newsletter",
    listName: "All",
    code: "on-list",
  },
  ...{
    message: "They are on the list.",
    isOnList: true,
    onListByOthers: [],
    lastSentAt: "2026-11-24T10:00:00.000Z",
    lastSentIn: "r1",
  },
  ...{ onListSince: null, segments: [{ id: "s1", name: "Everybody" }], runs: [] },
  ...more,
});
const trail = (...exports: object[]) => ({
  personTrail: {
    __typename: "PersonTrail",
    ...{ addresses: ["ada@example.com"], profiles: [{ id: "7", key: "C-7", attributes: [] }], erasures: [] },
    exports: {
      totalCount: exports.length,
      pageInfo: { hasNextPage: false, endCursor: null },
      edges: exports.map((node) => ({ node })),
    },
  },
});
const open = async (answers: object, props: object = { profileId: "7" }, language: "en" | "kk" = "en") =>
  await mountWithServer(PersonPage, { props: { ...props }, answers: { ...answers }, language });

describe("PersonPage", () => {
  test("asks about the profile that it is opened for, and says in a sentence where they are and why", async () => {
    const refused = {
      kind: "REJECTED",
      code: "too-long",
      field: "city",
      message: null,
      duplicateOfKey: null,
    };
    const { server, text, get } = await open({
      Person: trail(
        anExport(),
        anExport({
          exportId: "e2",
          exportName: "Others",
          code: "rejected",
          isOnList: false,
          lastSentAt: null,
          runs: [aRun({ outcome: refused })],
        }),
      ),
    });
    expect(server.asked("Person")[0]).toMatchObject({ person: "7" });
    expect(text()).toContain("They are on the list.");
    expect(text()).toContain("The last run that had them could not send them.");
    expect(text()).toContain("Rejected");
    expect(get("link", "Others").getAttribute("href")).toBe("/exports/e2");
  });

  test("looks somebody up by what is typed, and keeps the address out of the page's own", async () => {
    const { server, type, click, router } = await open({ Person: trail() }, {});
    await type("textbox", "E-mail address or profile ID", " ada@example.com ");
    await click("button", "Look up a person");
    expect(server.asked("Person")[0]).toMatchObject({ person: "ada@example.com" });
    expect(router.currentRoute.value.fullPath).not.toContain("ada");
  });

  test("shows a standing that only a newer server knows in the server's words", async () => {
    const { text } = await open({
      Person: trail(anExport({ code: "on-the-moon", message: "They are on the moon." })),
    });
    expect(text()).toContain("They are on the moon.");
  });

  test("erases after it has been asked by which addresses, and leads to the erasure", async () => {
    const { server, click, router } = await open({
      Person: trail(anExport()),
      ErasePerson: { erasePerson: { __typename: "Erasure", id: "x1" } },
    });
    await click("button", "Erase person…");
    expect(document.body.textContent).toContain("1 profile");
    expect(document.body.textContent).toContain("Addresses: ada@example.com");
    expect(server.asked("ErasePerson")).toEqual([]);
    await click("button", "Erase for good");
    expect(server.asked("ErasePerson")).toEqual([{ person: "7" }]);
    expect(router.currentRoute.value.path).toBe("/erasures/x1");
  });

  test("says in Kazakh what was typed wrong", async () => {
    const { text } = await open(
      {
        Person: { personTrail: { __typename: "NotFound", code: "not-found", message: "It does not exist." } },
      },
      { profileId: "9" },
      "kk",
    );
    expect(text()).not.toContain("It does not exist.");
  });
});
