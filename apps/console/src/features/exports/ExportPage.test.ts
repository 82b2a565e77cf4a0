import { describe, expect, test } from "vitest";
import { aPreflight, aWarning } from "../../testing/a-preflight.ts";
import { anExport } from "../../testing/an-export.ts";
import { mountWithServer } from "../../testing/mount-with-server.ts";
import ExportPage from "./ExportPage.vue";

const noRuns = { totalCount: 0, edges: [], pageInfo: { endCursor: null, hasNextPage: false } };
const unavailable = { __typename: "SendGridUnavailable", code: "sendgrid-unavailable", message: "…" };
const open = async (preflight: object, language: "en" | "kk" = "en") =>
  await mountWithServer(ExportPage, {
    props: { exportId: "e1" },
    answers: {
      ExportById: { export: { __typename: "Export", ...anExport() } },
      DestinationFields: {
        sendGridFields: {
          __typename: "SendGridFields",
          fields: [{ id: "e1_T", name: "points", type: "TEXT", custom: true, maxLength: null }],
        },
      },
      Runs: { runs: noRuns },
      LastDriftCheck: { driftChecks: { edges: [] } },
      ExportPreflight: preflight,
      StartExport: { startExport: { __typename: "Run", id: "r1" } },
    },
    language,
  });

describe("ExportPage, before the export runs,", () => {
  test("tells how many go, and what the contract has left", async () => {
    const { server, text } = await open(aPreflight());
    expect(server.asked("ExportPreflight")).toEqual([{ input: { exportId: "e1" } }]);
    expect(text()).toContain("People selected 1,000");
    expect(text()).toContain("Contacts on the list now 400");
    expect(text()).toContain("Contacts left in the contract 2,000");
    expect(text()).toContain("New to this export 600");
    expect(text()).toContain("8,000 of 10,000 contacts are used. At most 600 new ones would be added.");
    expect(text()).toContain("Nothing stands in the way.");
  });

  test("measures everybody by the contract where nobody knows who is new, and says so", async () => {
    const warnings = [aWarning("over-contract-if-all-new", { count: 1_000, limit: 900 })];
    const { text } = await open(aPreflight({ newCount: null, warnings }));
    expect(text()).not.toContain("New to this export");
    expect(text()).toContain("8,000 of 10,000 contacts are used. With everybody new, 1,000 would be added.");
    expect(text()).toContain("How many of them are new could not be counted in time.");
  });

  test("says where the number is an upper bound", async () => {
    const { text } = await open(aPreflight({ isUpperBound: true }));
    expect(text()).toContain("People selected at most 1,000");
  });

  test("warns beside the button, what would stop a run first, and holds nobody back", async () => {
    const warnings = [
      aWarning("over-contract", { count: 1_000, limit: 900 }),
      aWarning("matching-outdated", { isBlocking: true, targets: ["e1_T", "city"] }),
    ];
    const { get, text, click, router } = await open(aPreflight({ warnings }));
    expect(get("link", "2 things to check").getAttribute("href")).toBe("#preflight");
    expect(text()).toMatch(
      /SendGrid does not have these fields any more: points, City\..*More are new to this export than the contract has left: 1,000 people, room for 900\./,
    );
    await click("button", "Run now");
    expect(router.currentRoute.value.path).toBe("/runs/r1");
  });

  test("runs what has changed, or everybody again, or only tells, where that is chosen", async () => {
    const { server, click } = await open(aPreflight());
    await click("button", "Run now");
    await click("button", "Other ways to run");
    await click("menuitem", "Send everybody again");
    await click("button", "Other ways to run");
    await click("menuitem", "Dry run: see what it would do");
    expect(server.asked("StartExport")).toEqual([
      { exportId: "e1", full: false, dryRun: false },
      { exportId: "e1", full: true, dryRun: false },
      { exportId: "e1", full: false, dryRun: true },
    ]);
  });

  test("shows the server's own words for a warning it does not know", async () => {
    const warnings = [aWarning("of-next-year", { message: "Something that is not known here yet." })];
    const { text } = await open(aPreflight({ warnings }));
    expect(text()).toContain("Look at this first. Something that is not known here yet.");
  });

  test("gives the local half while SendGrid does not answer, and says what is missing, in Kazakh too", async () => {
    const preflight = aPreflight({ account: unavailable as never, listContactCount: null });
    const { text } = await open(preflight, "kk");
    expect(text()).toContain("Таңдалған адамдар 1 000");
    expect(text()).toContain("SendGrid тіркелгісінің деректері мұнда жоқ.");
    expect(text()).not.toContain("Ешқандай кедергі жоқ.");
    expect(text()).not.toContain("Келісімшартта қалғаны");
  });
});
